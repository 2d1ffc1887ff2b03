using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>Shapes in words, for messages and for tests that pin a network's keys.</summary>
public static class Shapes
{
    /// <summary>For example "[64, 8]".</summary>
    public static string Describe(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    /// <summary>The keys and shapes of a network, for example "layers.0.weight [64, 8]", in order.</summary>
    public static IReadOnlyList<string> Describe(nn.Module module) =>
        [.. module.state_dict().Select(entry => $"{entry.Key} {Describe(entry.Value)}").Order(StringComparer.Ordinal)];
}
