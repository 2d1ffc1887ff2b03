namespace Superposition.Representation;

/// <summary>
/// The inputs that a program for one target has to consider: of inputs with the same activations and the same value of the target one is
/// enough. Inputs with the same activations and different values both stay.
/// </summary>
internal static class LabelledInputs
{
    /// <summary>
    /// One input for every pair of activations and value, positives and negatives in turn, those with the largest error of a read-off
    /// first.
    /// </summary>
    public static IReadOnlyList<int> Of(InputActivations activations, BooleanTarget target, LinearReadOff readOff)
    {
        var seen = new bool[2, activations.Distinct.Length];
        List<(int Input, double Error)> positives = [], negatives = [];
        var w = readOff.Weights.AsSpan();
        var constant = activations.ConstantOf(readOff).Value;
        for (var i = 0; i < activations.Inputs; i++)
        {
            var label = target[i] ? 1 : 0;
            if (!seen[label, activations.GroupOf[i]])
            {
                seen[label, activations.GroupOf[i]] = true;
                (target[i] ? positives : negatives).Add((i, Math.Abs(Enclosure.Dot(activations[i], w, constant).Value - label)));
            }
        }

        positives.Sort((x, y) => y.Error.CompareTo(x.Error));
        negatives.Sort((x, y) => y.Error.CompareTo(x.Error));
        var inputs = new List<int>(positives.Count + negatives.Count);
        for (var i = 0; i < Math.Max(positives.Count, negatives.Count); i++)
        {
            if (i < positives.Count)
            {
                inputs.Add(positives[i].Input);
            }

            if (i < negatives.Count)
            {
                inputs.Add(negatives[i].Input);
            }
        }

        return inputs;
    }
}
