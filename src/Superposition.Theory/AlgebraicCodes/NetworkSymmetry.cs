namespace Superposition.AlgebraicCodes;

/// <summary>A permutation of features together with one of neurons, under which a network is said not to change.</summary>
/// <param name="Features">Where each of m features goes.</param>
/// <param name="Neurons">Where each of d neurons goes.</param>
public sealed record NetworkSymmetry(int[] Features, int[] Neurons);
