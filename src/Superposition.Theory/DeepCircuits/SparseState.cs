namespace Superposition.DeepCircuits;

/// <summary>The units that are not 0 for one input, and what they give. After clipping a few dozen of thousands are left.</summary>
/// <param name="Units">Units, in no particular order.</param>
/// <param name="Values">Their activations.</param>
public readonly record struct SparseState(int[] Units, float[] Values);
