using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Tests.Representation;

/// <summary>Activations that several tests look at.</summary>
internal static class Layers
{
    public static ReluNetwork Network(string kind, int features, int neurons, int active, ulong seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(
            new UniversalAndSize(new SparseInputs(features, active, Sparsity.AtMost), neurons), new Seed(seed));
    }

    public static InputActivations Activations(string kind, int features, int neurons, int active, ulong seed)
    {
        using var network = Network(kind, features, neurons, active, seed);
        return InputActivations.Of(network, AtMost(features, active));
    }

    public static InputSample AtMost(int features, int active) => InputSample.All(new SparseInputs(features, active, Sparsity.AtMost));

    /// <summary>The features themselves as activations.</summary>
    public static InputActivations Raw(SparseInputs inputs) => new(
        Every(inputs).SelectMany(active => Enumerable.Range(0, inputs.Features).Select(k => active.Contains(k) ? 1f : 0f)), inputs.Features,
            $"raw, {inputs}");

    public static BooleanTarget Target(SparseInputs inputs, Func<int[], bool> value) => new(Every(inputs).Select(value));

    public static bool And(int[] active) => active.Contains(0) && active.Contains(1);

    public static bool Xor(int[] active) => active.Contains(0) != active.Contains(1);

    public static BooleanTarget Pair(int features, int active, int first, int second) =>
        BooleanTarget.Of(PairAnds.Of(features, [(first, second)]), AtMost(features, active))[0];

    private static IEnumerable<int[]> Every(SparseInputs inputs) => inputs.All(1).Select(batch => batch[0].ToArray());
}
