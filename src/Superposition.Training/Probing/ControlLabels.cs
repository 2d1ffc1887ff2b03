using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Control tasks (Hewitt and Liang, "Designing and interpreting probes with control tasks", 2019): labels with a given number of positives
/// that are fixed for each different input but otherwise random, functions of no few features. A probe scores on them only by memorising.
/// </summary>
public static class ControlLabels
{
    /// <summary>Draws control labels.</summary>
    /// <param name="identities">
    /// For each of n inputs its number 0 … k − 1 (<see cref="InputIdentity"/>); equal inputs share it, and their label.
    /// </param>
    /// <param name="positives">
    /// How many inputs a label is to be 1 on; met exactly where every input is different, otherwise as nearly as repeated inputs allow.
    /// </param>
    /// <param name="count">How many labels.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <returns>Zeros and ones, float64, shape [n, count].</returns>
    public static Tensor Draw(IReadOnlyList<int> identities, int positives, int count, Random random)
    {
        var sizes = identities.GroupBy(identity => identity).OrderBy(group => group.Key).Select(group => group.Count()).ToArray();
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        var cells = new double[identities.Count * count];
        var chosen = new List<int>();
        for (var c = 0; c < count; c++)
        {
            chosen.Clear();
            Choose(sizes, order, positives, random, chosen);
            var isOn = new bool[sizes.Length];
            foreach (var identity in chosen)
            {
                isOn[identity] = true;
            }

            for (var i = 0; i < identities.Count; i++)
            {
                cells[(i * count) + c] = isOn[identities[i]] ? 1 : 0;
            }
        }

        return tensor(cells, [identities.Count, count], float64);
    }

    /// <summary>Chooses the different inputs that one control label is 1 on.</summary>
    /// <param name="sizes">How often each different input occurs.</param>
    /// <param name="order">All their numbers in any order; left in another.</param>
    /// <param name="positives">How many inputs are to be chosen, repeated ones counted as often as they occur.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <param name="chosen">The numbers are added here.</param>
    /// <returns>How many inputs were chosen.</returns>
    internal static int Choose(int[] sizes, int[] order, int positives, Random random, List<int> chosen)
    {
        var on = 0;
        for (var place = 0; place < order.Length && on < positives; place++)
        {
            // The next of a random order, drawn only as far as it is needed.
            var other = random.Next(place, order.Length);
            (order[place], order[other]) = (order[other], order[place]);

            // An input that is repeated and would overshoot by more than it now lacks is passed over, unless nothing was chosen yet.
            var size = sizes[order[place]];
            if (on == 0 || on + size - positives <= positives - on)
            {
                chosen.Add(order[place]);
                on += size;
            }
        }

        return on;
    }
}
