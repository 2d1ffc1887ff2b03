namespace Superposition.Comparison;

/// <summary>A score that cannot be told without its controls.</summary>
/// <param name="Value">The score of what is being judged.</param>
/// <param name="Untrained">The same score of the network before training.</param>
/// <param name="Shuffled">
/// The same score after all entries of the layer were shuffled: what is left is the distribution of weights, not their arrangement.
/// </param>
public sealed record Scored(double Value, double Untrained, double Shuffled);
