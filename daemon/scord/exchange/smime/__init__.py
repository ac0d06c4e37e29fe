"""S/MIME: letters signed and encrypted on the way out, decrypted and verified on the way back.

It takes a tenth of a second to import, so a service whose settings name no certificate never does.
"""
