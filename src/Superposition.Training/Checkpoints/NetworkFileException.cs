namespace Superposition.Checkpoints;

/// <summary>
/// A file is not a network (or an array file) that can be read, or something cannot be written as one. The message is one sentence that
/// says what was found and what is expected; names out of the file stand in it with question marks for control characters.
/// </summary>
public sealed class NetworkFileException(string message, Exception? inner = null)
    : Exception(string.Concat(message.Select(character => char.IsControl(character) ? '?' : character)), inner);
