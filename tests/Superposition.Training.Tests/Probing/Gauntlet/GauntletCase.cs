using System.Numerics;
using Superposition.Booleans;

namespace Superposition.Tests.Probing.Gauntlet;

/// <summary>What is true of a pair.</summary>
internal enum Truth
{
    /// <summary>Giving its carriers the values they have without it moves an output by at least 4 % of its range in some context.</summary>
    Used,

    /// <summary>It has carriers, and that moves no output by more than 0.01 % of its range in any.</summary>
    Unused,

    /// <summary>No neuron carries it.</summary>
    NotHeld,

    /// <summary>It moves an output, but by less than 4 %: not judged.</summary>
    Faint,
}

/// <summary>A network of known truth.</summary>
/// <param name="Kind">Its class.</param>
/// <param name="Network">The network.</param>
/// <param name="Layer">After which layer it is probed.</param>
/// <param name="Inputs">On which inputs.</param>
/// <param name="Carriers">For each pair that is held, the neurons (or numbers of the stream) that carry it after that layer.</param>
/// <param name="Asked">
/// Where every neuron carries something of every pair: the pairs that outputs were fitted to, which are the ones used.
/// </param>
internal sealed record GauntletCase(
    string Kind, PlainNetwork Network, int Layer, SparseInputs Inputs, Dictionary<(int First, int Second), int[]> Carriers,
        HashSet<(int First, int Second)>? Asked = null)
{
    private const double MinUsed = 0.04;
    private const double MaxUnused = 1e-4;

    /// <summary>The truth of every pair, by interchange on every input.</summary>
    public Truth[] Truths()
    {
        var pairs = PairAnds.All(Inputs.Features).Pairs;
        if (Asked is not null)
        {
            return [.. pairs.Select(pair => Asked.Contains(pair) ? Truth.Used : Truth.Unused)];
        }

        var inputs = Everything().ToArray();
        var states = inputs.ToDictionary(x => x, x => Network.State(Values(x), Layer));
        var outputs = states.ToDictionary(x => x.Key, x => Network.Outputs(x.Value, Layer));
        var ranges = Enumerable.Range(0, Network.ReadOff.Length).Select(j =>
            outputs.Values.Max(y => y[j]) - outputs.Values.Min(y => y[j])).ToArray();
        return [.. pairs.Select(pair =>
            Carriers.TryGetValue(pair, out var carriers) ? Judge(pair, carriers, states, outputs, ranges) : Truth.NotHeld)];
    }

    private Truth Judge(
        (int First, int Second) pair, int[] carriers, Dictionary<ulong, double[]> states,
            Dictionary<ulong, double[]> outputs, double[] ranges)
    {
        var (first, second) = (1UL << pair.First, 1UL << pair.Second);
        var largest = 0.0;
        foreach (var (x, state) in states.Where(entry => (entry.Key & first) != 0 && (entry.Key & second) != 0))
        {
            // The same input without one member (another feature in its place where the number is fixed).
            var without = x & ~second;
            var donor = states.TryGetValue(without, out var known) ? known
                : states[Enumerable.Range(0, Inputs.Features).Select(i => 1UL << i).Where(bit => (x & bit) == 0).Select(bit =>
                    without | bit).First()];
            var changed = (double[])state.Clone();
            foreach (var i in carriers)
            {
                changed[i] = donor[i];
            }

            var after = Network.Outputs(changed, Layer);
            for (var j = 0; j < after.Length; j++)
            {
                largest = Math.Max(largest, ranges[j] > 1e-9 ? Math.Abs(after[j] - outputs[x][j]) / ranges[j] : 0);
            }
        }

        return largest >= MinUsed ? Truth.Used : largest <= MaxUnused ? Truth.Unused : Truth.Faint;
    }

    private IEnumerable<ulong> Everything() => Inputs.Features <= 20
        ? Enumerable.Range(0, 1 << Inputs.Features).Select(x => (ulong)x).Where(x =>
            BitOperations.PopCount(x) <= Inputs.Active && BitOperations.PopCount(x) >= Inputs.MinActive)
        : Three();

    /// <summary>With many features, exactly three active.</summary>
    private IEnumerable<ulong> Three() =>
        from i in Enumerable.Range(0, Inputs.Features)
        from j in Enumerable.Range(i + 1, Inputs.Features - i - 1)
        from k in Enumerable.Range(j + 1, Inputs.Features - j - 1)
        select (1UL << i) | (1UL << j) | (1UL << k);

    private double[] Values(ulong x) => [.. Enumerable.Range(0, Inputs.Features).Select(i => (x >> i) & 1UL).Select(bit => (double)bit)];
}
