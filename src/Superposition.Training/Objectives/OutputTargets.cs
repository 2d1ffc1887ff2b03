using System.Runtime.InteropServices;
using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>Ground truth of a batch as tensors, for objectives that look at every output.</summary>
internal static class OutputTargets
{
    /// <summary>Targets of zeros and ones, shape [n, g].</summary>
    public static Tensor Values(ActiveSets inputs, IBooleanTargets targets)
    {
        var y_ng = zeros(inputs.Count, targets.Count);
        var cells = MemoryMarshal.Cast<byte, float>(y_ng.bytes);
        var on = new List<int>();
        for (var i = 0; i < inputs.Count; i++)
        {
            on.Clear();
            targets.AppendOn(inputs[i], on);
            foreach (var output in on)
            {
                cells[(i * targets.Count) + output] = 1;
            }
        }

        return y_ng;
    }

    /// <summary>For every input, the outputs that are 1.</summary>
    public static ActiveSets OnSets(ActiveSets inputs, IBooleanTargets targets)
    {
        var on = new List<int>();
        var offsets = new int[inputs.Count + 1];
        for (var i = 0; i < inputs.Count; i++)
        {
            targets.AppendOn(inputs[i], on);
            offsets[i + 1] = on.Count;
        }

        return new ActiveSets([.. on], offsets);
    }

    /// <summary>
    /// Weights, shape [n, g], under which every class of inputs that occurs in the batch counts the same and all weights add up to 1.
    /// </summary>
    public static Tensor ClassBalancedWeights(ActiveSets inputs, IBooleanTargets targets)
    {
        var classes = new byte[inputs.Count * targets.Count];
        for (var i = 0; i < inputs.Count; i++)
        {
            targets.Classify(inputs[i], classes.AsSpan(i * targets.Count, targets.Count));
        }

        var counts = new long[targets.Classes.Length];
        foreach (var inputClass in classes)
        {
            counts[inputClass]++;
        }

        var occurring = counts.Count(count => count > 0);
        var shares = counts.Select(count => count > 0 ? (float)(1.0 / occurring / count) : 0).ToArray();
        var weights_ng = zeros(inputs.Count, targets.Count);
        var cells = MemoryMarshal.Cast<byte, float>(weights_ng.bytes);
        for (var i = 0; i < classes.Length; i++)
        {
            cells[i] = shares[classes[i]];
        }

        return weights_ng;
    }
}
