"""What the installer asks of Windows: the service, its folders and rights, the groups, the log.

`python -m scord.service.registration install | start | stop | remove`. Each can be run again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scord.service.naming import NAME, service_sid
from scord.settings import default_config_path, default_state_dir

if TYPE_CHECKING:
    from collections.abc import Callable

GROUPS = {
    "scord-lecture": "Scord : tout voir / may see everything",
    "scord-gestion": "Scord : tout voir et modifier / may see and change everything",
}
_RESTART_MS = 15_000
_PRESHUTDOWN_MS = 60_000
_FORGET_SECONDS = 86_400  # after a day without a fault it counts as the first again
_WAIT_SECONDS = 90

if sys.platform == "win32":
    import winreg

    import ntsecuritycon as rights
    import pywintypes
    import win32api
    import win32con
    import win32evtlogutil
    import win32gui
    import win32net
    import win32process
    import win32security
    import win32service
    import win32serviceutil
    import winerror

    _ENVIRONMENT = r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
    _SYSTEM, _ADMINISTRATORS, _USERS = "S-1-5-18", "S-1-5-32-544", "S-1-5-32-545"
    _ALL = rights.FILE_ALL_ACCESS
    _READ = rights.FILE_GENERIC_READ | rights.FILE_GENERIC_EXECUTE
    _CHANGE = _READ | rights.FILE_GENERIC_WRITE | rights.DELETE
    _INHERITED = win32security.OBJECT_INHERIT_ACE | win32security.CONTAINER_INHERIT_ACE

    def install() -> None:
        """Makes or renews everything; does not start the service."""
        _register(Path(sys.executable).with_name("pythonw.exe"))
        home = default_config_path().parent
        _guard(home, users=_READ)
        _guard(default_state_dir(), users=0)
        for folder in ("scans", "lps"):
            _guard(home / folder, users=_CHANGE)
        _make_groups()
        win32evtlogutil.AddSourceToRegistry(NAME, _message_file(), "Application")
        _set_path(there=True)

    def start() -> None:
        """Does not wait until the service is ready."""
        _unless_so(
            winerror.ERROR_SERVICE_ALREADY_RUNNING, act=lambda: win32serviceutil.StartService(NAME)
        )

    def stop() -> None:
        """Returns when the service and every tray have ended, so that files can be replaced."""
        _unless_so(
            winerror.ERROR_SERVICE_NOT_ACTIVE,
            winerror.ERROR_SERVICE_DOES_NOT_EXIST,
            act=lambda: win32serviceutil.StopServiceWithDeps(NAME, waitSecs=_WAIT_SECONDS),
        )
        _end_programs(Path(sys.prefix))

    def remove() -> None:
        """Takes the service, its place in the Event Log and the path away; folders and groups
        stay.
        """
        stop()
        _unless_so(
            winerror.ERROR_SERVICE_DOES_NOT_EXIST, act=lambda: win32serviceutil.RemoveService(NAME)
        )
        _unless_so(
            winerror.ERROR_FILE_NOT_FOUND,
            act=lambda: win32evtlogutil.RemoveSourceFromRegistry(NAME, "Application"),
        )
        _set_path(there=False)

    def _register(program: Path) -> None:
        command = f'"{program}" -m scord.service'
        manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_ALL_ACCESS)
        try:
            service = _open(manager, command)
            _configure(service)
            win32service.CloseServiceHandle(service)
        finally:
            win32service.CloseServiceHandle(manager)

    def _open(manager: object, command: str) -> object:
        """The service, made or with its command renewed."""
        kind = (
            win32service.SERVICE_WIN32_OWN_PROCESS,
            win32service.SERVICE_AUTO_START,
            win32service.SERVICE_ERROR_NORMAL,
            command,
            None,
            0,
            None,
            rf"NT SERVICE\{NAME}",
            None,
        )
        try:
            service = win32service.OpenService(manager, NAME, win32service.SERVICE_ALL_ACCESS)
        except pywintypes.error as fault:
            if fault.winerror != winerror.ERROR_SERVICE_DOES_NOT_EXIST:
                raise
            access = win32service.SERVICE_ALL_ACCESS
            return win32service.CreateService(manager, NAME, NAME, access, *kind)
        win32service.ChangeServiceConfig(service, *kind, NAME)
        return service

    def _configure(service: object) -> None:
        restart = (win32service.SC_ACTION_RESTART, _RESTART_MS)
        for what, how in {
            win32service.SERVICE_CONFIG_DESCRIPTION: (
                "Justificatifs SCOR : des scans du cabinet aux factures, et aux caisses."
            ),
            win32service.SERVICE_CONFIG_FAILURE_ACTIONS: {
                "ResetPeriod": _FORGET_SECONDS,
                "RebootMsg": "",
                "Command": "",
                "Actions": [restart, restart, restart],
            },
            win32service.SERVICE_CONFIG_PRESHUTDOWN_INFO: _PRESHUTDOWN_MS,
        }.items():
            win32service.ChangeServiceConfig2(service, what, how)

    def _guard(folder: Path, *, users: int) -> None:
        """Whatever the folder above allows: the system, administrators and the service may do
        everything, all users what `users` says.
        """
        folder.mkdir(parents=True, exist_ok=True)
        allowed = {_SYSTEM: _ALL, _ADMINISTRATORS: _ALL, service_sid(NAME): _ALL, _USERS: users}
        made = win32security.ACL()
        for sid, what in allowed.items():
            if what:
                who = win32security.ConvertStringSidToSid(sid)
                made.AddAccessAllowedAceEx(win32security.ACL_REVISION, _INHERITED, what, who)
        win32security.SetNamedSecurityInfo(
            str(folder),
            win32security.SE_FILE_OBJECT,
            win32security.DACL_SECURITY_INFORMATION
            | win32security.PROTECTED_DACL_SECURITY_INFORMATION,
            None,
            None,
            made,
            None,
        )

    def _make_groups() -> None:
        """Those that a domain controller refuses are for IT to make (docs/windows.md)."""
        for name, comment in GROUPS.items():
            try:
                win32net.NetLocalGroupAdd(None, 1, {"name": name, "comment": comment})
            except pywintypes.error as fault:
                sys.stdout.write(f"{name}: {fault.strerror}\n")

    def _message_file() -> str:
        """What the Event Log finds the words in: pywin32's own DLL."""
        import servicemanager  # noqa: PLC0415 -- only for its file

        return str(servicemanager.__file__)

    def _end_programs(folder: Path) -> None:
        """Those that run from `folder`, such as the trays of all users, but for this one."""
        for number in win32process.EnumProcesses():
            if number == os.getpid():
                continue
            try:
                access = win32con.PROCESS_QUERY_INFORMATION | win32con.PROCESS_VM_READ
                process = win32api.OpenProcess(access | win32con.PROCESS_TERMINATE, 0, number)
                program = Path(win32process.GetModuleFileNameEx(process, None))
            except pywintypes.error:
                continue  # the system's own
            if program.is_relative_to(folder):
                win32api.TerminateProcess(process, 0)

    def _set_path(*, there: bool) -> None:
        """Whether the machine's path names the folder of `scord.cmd`; the rest of it stays."""
        ours = str(Path(sys.prefix).with_name("bin"))
        access = winreg.KEY_READ | winreg.KEY_WRITE
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _ENVIRONMENT, 0, access) as key:
            value, kind = winreg.QueryValueEx(key, "Path")
            others = [one for one in value.split(";") if one.casefold() != ours.casefold()]
            wanted = ";".join([*others, ours] if there else others)
            if wanted != value:
                winreg.SetValueEx(key, "Path", 0, kind, wanted)
        win32gui.SendMessageTimeout(
            win32con.HWND_BROADCAST,
            win32con.WM_SETTINGCHANGE,
            0,
            "Environment",
            win32con.SMTO_ABORTIFHUNG,
            1000,
        )

    def _unless_so(*codes: int, act: Callable[[], object]) -> None:
        """`codes` are the faults that say: it is so already."""
        try:
            act()
        except pywintypes.error as fault:
            if fault.winerror not in codes:
                raise

    COMMANDS = {"install": install, "start": start, "stop": stop, "remove": remove}

    if __name__ == "__main__":
        COMMANDS[sys.argv[1]]()
