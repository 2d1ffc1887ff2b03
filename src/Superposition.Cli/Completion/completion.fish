# Completion of superposition in fish: save this file as ~/.config/fish/completions/superposition.fish. Words that are no options complete as files.
function __superposition_suggest
    set -l words (commandline --cut-at-cursor --tokenize) (commandline --cut-at-cursor --current-token)
    set -l line (string join ' ' -- $words)
    command $words[1] "[suggest:"(string length -- $line)"]" $line 2>/dev/null
end
complete --command superposition --arguments '(__superposition_suggest)'
