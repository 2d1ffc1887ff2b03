using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;

namespace Superposition.UniversalAnd;

/// <summary>
/// Brings predictions for inputs with a known number of active features together into one for the whole input set, weighting every number
/// of active features and every class (none, one, both of a pair active) as often as it occurs.
/// </summary>
internal static class PairClasses
{
    private static readonly ImmutableArray<string> Names = ["none", "one", "both"];

    /// <param name="inputs">The input set.</param>
    /// <param name="errorMoments">
    /// For a number of active features s_b and a number of active members of the pair (0, 1, 2): mean and mean square of the error.
    /// </param>
    public static PredictedErrors Mix(SparseInputs inputs, Func<int, int, (double Mean, double MeanSquare)> errorMoments)
    {
        var m = inputs.Features;
        var classes = new List<PredictedClass>();
        for (var members = 0; members <= 2; members++)
        {
            double weight = 0, mean = 0, meanSquare = 0;
            for (var active = Math.Max(inputs.MinActive, members); active <= inputs.Active; active++)
            {
                var pairs = members switch
                {
                    0 => (m - active) * (m - active - 1) / 2.0,
                    1 => (double)active * (m - active),
                    _ => active * (active - 1) / 2.0,
                };
                var share = inputs.Share(active) * pairs;
                if (share > 0)
                {
                    var moments = errorMoments(active, members);
                    weight += share;
                    mean += share * moments.Mean;
                    meanSquare += share * moments.MeanSquare;
                }
            }

            var (average, square) = weight > 0 ? (mean / weight, meanSquare / weight) : (0, 0);
            classes.Add(new PredictedClass(Names[members], average, Math.Sqrt(Math.Max(0, square - (average * average))), weight));
        }

        return new PredictedErrors([.. classes]);
    }
}
