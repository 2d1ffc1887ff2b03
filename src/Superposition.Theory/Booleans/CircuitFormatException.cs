namespace Superposition.Booleans;

/// <summary>A circuit's text is not what its format allows: which source, which line, what was found and what was expected.</summary>
public sealed class CircuitFormatException(string source, int line, string problem) : Exception($"{source}, line {line}: {problem}.")
{
    /// <summary>The line of the text at fault, counted from 1.</summary>
    public int Line { get; } = line;
}
