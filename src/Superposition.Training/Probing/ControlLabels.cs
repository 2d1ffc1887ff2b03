using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Control tasks (Hewitt and Liang, "Designing and interpreting probes with control tasks", 2019): labels with a given number of positives that are
/// fixed for each different input but otherwise random, functions of no few features. A probe scores on them only by memorising.
/// </summary>
public static class ControlLabels
{
    /// <summary>Draws control labels.</summary>
    /// <param name="identities">For each of n inputs its number 0 … k − 1 (<see cref="InputIdentity"/>); equal inputs share it, and their label.</param>
    /// <param name="positives">How many inputs a label is to be 1 on; met exactly where every input is different, otherwise as nearly as repeated inputs allow.</param>
    /// <param name="count">How many labels.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <returns>Zeros and ones, float64, shape [n, count].</returns>
    public static Tensor Draw(IReadOnlyList<int> identities, int positives, int count, Random random)
    {
        var sizes = identities.GroupBy(identity => identity).OrderBy(group => group.Key).Select(group => group.Count()).ToArray();
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        var cells = new double[identities.Count * count];
        var isOn = new bool[sizes.Length];
        for (var c = 0; c < count; c++)
        {
            random.Shuffle(order);
            Array.Clear(isOn);
            for (int place = 0, on = 0; place < order.Length && on < positives; place++)
            {
                // An input that is repeated and would overshoot by more than it now lacks is passed over.
                var size = sizes[order[place]];
                if (on + size - positives <= positives - on)
                {
                    isOn[order[place]] = true;
                    on += size;
                }
            }

            for (var i = 0; i < identities.Count; i++)
            {
                cells[(i * count) + c] = isOn[identities[i]] ? 1 : 0;
            }
        }

        return tensor(cells, [identities.Count, count], float64);
    }
}
