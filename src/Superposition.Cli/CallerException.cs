namespace Superposition.Cli;

/// <summary>The caller's input is wrong: exit code 2. The message is one sentence with what was found and what is expected.</summary>
public sealed class CallerException(string message, Exception? inner = null) : Exception(message, inner);
