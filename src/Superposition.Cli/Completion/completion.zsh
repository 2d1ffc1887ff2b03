#compdef superposition
# Completion of superposition in zsh: append this file to ~/.zshrc, after compinit. Words that are no options complete as files.
_superposition() {
    local line
    local -a suggestions
    line="${(j: :)words[1,CURRENT]}"
    suggestions=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
    compadd -a suggestions
    _files
}
compdef _superposition superposition
