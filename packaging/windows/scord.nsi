; The installer of Scord for Windows 10 and 11, 64 bits. docs/windows.md says what it does.
; scord-VERSION-setup.exe /S installs in silence; uninstall.exe /S [/PURGE] takes it away.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Scord"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define PYTHON "$INSTDIR\python\python.exe"

Name "Scord"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Scord"
RequestExecutionLevel admin
SetCompressor zlib
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Scord"
VIAddVersionKey FileDescription "Scord ${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache-2.0"

!insertmacro MUI_PAGE_LICENSE "${ROOT}\LICENSE"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE French
!insertmacro MUI_LANGUAGE English

LangString TOO_OLD ${LANG_FRENCH} "Scord demande Windows 10 ou plus récent, en 64 bits."
LangString TOO_OLD ${LANG_ENGLISH} "Scord needs Windows 10 or newer, 64 bits."
LangString FAILED ${LANG_FRENCH} "L'installation a échoué :"
LangString FAILED ${LANG_ENGLISH} "The installation failed:"
LangString PURGE ${LANG_FRENCH} "Supprimer aussi les justificatifs, les factures et les réglages conservés par Scord ? C'est sans retour. En cas de doute, répondez Non."
LangString PURGE ${LANG_ENGLISH} "Also delete the papers, invoices and settings that Scord keeps? There is no way back. If in doubt, answer No."
LangString KEPT ${LANG_FRENCH} "Conservés dans"
LangString KEPT ${LANG_ENGLISH} "Kept in"

; All ends with status 2; why stands in %TEMP%\scord-setup.log as well, for who installs in silence.
!macro Fail WHY
  DetailPrint `$(FAILED) ${WHY}`
  FileOpen $2 "$TEMP\scord-setup.log" w
  FileWriteUTF16LE /BOM $2 `$(FAILED) ${WHY}`
  FileClose $2
  SetErrorLevel 2
  Abort `$(FAILED) ${WHY}`
!macroend
!define Fail "!insertmacro Fail"

; Runs a command of ours.
!macro Ask WHAT
  nsExec::ExecToStack `${WHAT}`
  Pop $0
  Pop $1
  ${If} $0 != 0
    ${Fail} `${WHAT}: $1`
  ${EndIf}
!macroend
!define Ask "!insertmacro Ask"

Function .onInit
  SetShellVarContext all
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Section
  ; of an older version: the service ends its work, then nothing of it is left to be mixed in
  ${If} ${FileExists} "${PYTHON}"
    ${Ask} '"${PYTHON}" -m scord.service.registration stop'
    RMDir /r "$INSTDIR\python"
    ${If} ${FileExists} "${PYTHON}"
      ${Fail} "${PYTHON}"
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  File "${ROOT}\LICENSE"
  File /r "${ROOT}\python"
  File /r "${ROOT}\bin"
  File /nonfatal /r "${ROOT}\licences"
  File /r "${ROOT}\documents"
  SetOutPath "$APPDATA\scord"
  SetOverwrite off
  File "${ROOT}\scord.toml"
  SetOverwrite on
  ${Ask} '"${PYTHON}" -m scord.service.registration install'
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "${RUN}" "Scord" '"$INSTDIR\python\pythonw.exe" -m scord_tray'
  CreateShortCut "$SMPROGRAMS\Scord.lnk" "$INSTDIR\python\pythonw.exe" "-m scord open"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "Scord"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL}" "Publisher" "Scord"
  WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1
  WriteRegDWORD HKLM "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  ${Ask} '"${PYTHON}" -m scord.service.registration start'
SectionEnd

Function un.onInit
  SetShellVarContext all
  SetRegView 64
FunctionEnd

Section "Uninstall"
  ${Ask} '"${PYTHON}" -m scord.service.registration remove'
  DeleteRegValue HKLM "${RUN}" "Scord"
  DeleteRegKey HKLM "${UNINSTALL}"
  Delete "$SMPROGRAMS\Scord.lnk"
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\bin"
  RMDir /r "$INSTDIR\licences"
  RMDir /r "$INSTDIR\documents"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PURGE" $1
  ${If} ${Errors}
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONEXCLAMATION "$(PURGE)" /SD IDNO IDNO keep
  ${EndIf}
  RMDir /r "$APPDATA\scord"
  Goto done
keep:
  DetailPrint "$(KEPT) $APPDATA\scord"
done:
SectionEnd
