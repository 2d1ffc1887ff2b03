using Superposition.Booleans;

namespace Superposition.TargetedAnds;

/// <summary>Inputs in which a chosen gate is active: among random ones true ANDs of a chosen set are rare.</summary>
public static class PlantedInputs
{
    /// <summary>Inputs with exactly s active features, each with a drawn gate's pair among them and the others random.</summary>
    public static InputSample Draw(SparseInputs space, PairAnds targets, int inputs, Seed seed)
    {
        var random = seed.Stream("planted");
        var features = new int[inputs * space.Active];
        for (var i = 0; i < inputs; i++)
        {
            var (first, second) = targets.Pairs[random.Next(targets.Count)];
            var active = new SortedSet<int> { first, second };
            while (active.Count < space.Active)
            {
                active.Add(random.Next(space.Features));
            }

            active.CopyTo(features, i * space.Active);
        }

        return InputSample.Given(space, new ActiveSets(features, [.. Enumerable.Range(0, inputs + 1).Select(i => i * space.Active)]));
    }
}
