# Sourced, not run; bash 3.2 (macOS) is enough.
#
# fingerprint ROOT prints one line that changes with any source of the build, by content: a checkout that changes nothing builds nothing.
fingerprint() (
  cd "$1"
  find . -name target -prune -o -name .git -prune -o -name .quaestor -prune -o -path ./deploy/samples -prune -o \
    -type f \( -path '*/src/main/*' -o -name pom.xml -o -path './.mvn/*' \) -print | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum
)
