namespace Superposition.Specs;

/// <summary>
/// A spec cannot be run. The message is one sentence: where (file and line, or the override), what was found, what is expected.
/// </summary>
public sealed class SpecException(string message) : Exception(message);
