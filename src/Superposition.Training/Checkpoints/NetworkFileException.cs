namespace Superposition.Checkpoints;

/// <summary>
/// A file is not a network (or an array file) that can be read, or something cannot be written as one. The message is one sentence that says
/// what was found and what is expected.
/// </summary>
public sealed class NetworkFileException(string message, Exception? inner = null) : Exception(message, inner);
