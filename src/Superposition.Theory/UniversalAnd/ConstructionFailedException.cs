namespace Superposition.UniversalAnd;

/// <summary>A construction's premises do not hold. The message says what was found, what is needed and what to change.</summary>
public sealed class ConstructionFailedException(string message) : Exception(message);
