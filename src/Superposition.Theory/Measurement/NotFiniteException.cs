namespace Superposition.Measurement;

/// <summary>A network gave NaN or an infinity where a number was to be measured.</summary>
public sealed class NotFiniteException(string message) : Exception(message);
