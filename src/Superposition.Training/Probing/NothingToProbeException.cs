namespace Superposition.Probing;

/// <summary>Something is the same on all inputs that were looked at, so that no probe can tell anything about it.</summary>
public sealed class NothingToProbeException(string message) : Exception(message);
