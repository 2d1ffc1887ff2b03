using Superposition.Booleans;

namespace Superposition.TargetedAnds;

/// <summary>Draws the groups of neurons of a list of gates.</summary>
internal static class GateGroups
{
    /// <summary>One group of c different neurons a gate, in the order of the gates.</summary>
    public static int[][] Draw(int gates, int neurons, int size, Assignment assignment, Random random)
    {
        var groups = new int[gates][];

        // Neighbouring gates share a feature when pairs are sorted. In that order the groups of one feature would fall into one permutation
        // and never meet, and its column would fill up.
        var order = Enumerable.Range(0, gates).ToArray();
        random.Shuffle(order);
        var waiting = new List<int>();
        foreach (var gate in order)
        {
            groups[gate] = assignment == Assignment.Random ? Choose(neurons, size, random) : Next(waiting, neurons, size, random);
        }

        return groups;
    }

    private static int[] Choose(int neurons, int size, Random random)
    {
        var chosen = new int[size];
        Combinations.Draw(neurons, random, chosen);
        return chosen;
    }

    /// <summary>
    /// The next neurons of the running permutation; at its end a new one follows, whose neurons that the group has already wait for the
    /// next group.
    /// </summary>
    private static int[] Next(List<int> waiting, int neurons, int size, Random random)
    {
        var group = waiting.Take(size).ToList();
        waiting.RemoveRange(0, group.Count);
        if (group.Count < size)
        {
            var fresh = Enumerable.Range(0, neurons).ToArray();
            random.Shuffle(fresh);
            var taken = fresh.Where(neuron => !group.Contains(neuron)).Take(size - group.Count).ToArray();
            group.AddRange(taken);
            waiting.AddRange(fresh.Except(taken));
        }

        return [.. group];
    }
}
