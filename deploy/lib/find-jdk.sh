# Sourced, not run; bash 3.2 (macOS) is enough.
#
# find_jdk prints the home of a JDK that can build and run Quaestor, or prints one sentence to standard error and returns 1.
# JAVA_HOME and the java of the PATH come first; then the folders where Linux, macOS and SDKMAN keep JDKs, 25 itself before anything newer.

QUAESTOR_JAVA=25

find_jdk() {
  local home newer=""
  while IFS= read -r home; do
    case "$(jdk_version "$home")" in
      "$QUAESTOR_JAVA") printf '%s\n' "$home"; return 0 ;;
      newer) [ -n "$newer" ] || newer="$home" ;;
    esac
  done <<EOT
$(jdk_candidates)
EOT
  if [ -n "$newer" ]; then
    printf '%s\n' "$newer"
    return 0
  fi
  echo "Quaestor needs a JDK $QUAESTOR_JAVA and found none: install one (for example Eclipse Temurin $QUAESTOR_JAVA) or set JAVA_HOME to its folder." >&2
  return 1
}

# Prints 25, "newer", or nothing for what is older, no JDK (a JRE has no javac) or unreadable.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] || return 0
  if [ "$version" -eq "$QUAESTOR_JAVA" ]; then
    echo "$version"
  elif [ "$version" -gt "$QUAESTOR_JAVA" ]; then
    echo newer
  fi
}

# One folder a line, likeliest first; a pattern that matches nothing is a folder that does not exist.
jdk_candidates() {
  local java
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  java=$(command -v java || true)
  if [ -n "$java" ]; then
    while [ -L "$java" ]; do
      local target
      target=$(readlink "$java")
      case "$target" in
        /*) java="$target" ;;
        *) java="$(dirname "$java")/$target" ;;
      esac
    done
    printf '%s\n' "$(dirname "$(dirname "$java")")"
  fi
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$QUAESTOR_JAVA" 2>/dev/null || true
  fi
  printf '%s\n' \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home
}
