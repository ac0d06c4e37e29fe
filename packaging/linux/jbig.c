// Stands in for JBIG-KIT, which is GPL, in the libtiff that comes with tesserocr: whatever is JBIG fails.
// Scord hands Tesseract bare pixels, so that libtiff is never asked.
enum { ok = 0, failed = 1 };

void jbg_dec_init(void *decoder) { (void)decoder; }
void jbg_dec_free(void *decoder) { (void)decoder; }
int jbg_dec_in(void *decoder, unsigned char *data, unsigned long size, unsigned long *taken) {
  (void)decoder, (void)data, (void)size, (void)taken;
  return failed;
}
unsigned char *jbg_dec_getimage(const void *decoder, int plane) { return (void)decoder, (void)plane, (void *)0; }
unsigned long jbg_dec_getsize(const void *decoder) { return (void)decoder, 0; }
int jbg_newlen(unsigned char *data, unsigned long size) { return (void)data, (void)size, ok; }
const char *jbg_strerror(int status) { return (void)status, "JBIG is not supported"; }

void jbg_enc_init(void *encoder) { (void)encoder; }
void jbg_enc_out(void *encoder) { (void)encoder; }
void jbg_enc_free(void *encoder) { (void)encoder; }
