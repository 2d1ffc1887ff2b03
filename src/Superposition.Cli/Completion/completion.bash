# Completion of superposition in bash: source this file, or append it to ~/.bashrc. Words that are no options complete as files.
_superposition() {
    local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" suggestion
    COMPREPLY=()
    while IFS= read -r suggestion; do
        [[ -n "$suggestion" && "$suggestion" == "$word"* ]] && COMPREPLY+=("$suggestion")
    done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
}
complete -o default -o bashdefault -F _superposition superposition ./superposition
