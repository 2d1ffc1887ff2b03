using System.Collections.Immutable;

namespace Superposition.Plateaus;

/// <summary>Responses of many states, each along its own direction, to steps of growing length.</summary>
public sealed class ResponseSample
{
    private readonly ImmutableArray<double> steps;
    private readonly IReadOnlyList<double[]> responses;

    /// <summary>Takes responses that were measured at the same steps for every state.</summary>
    /// <param name="steps">
    /// Lengths of the step, increasing, with 0 and 1 among them; 1 is a whole feature, or the whole way to another state.
    /// </param>
    /// <param name="responses">One row a step, one number a state and direction.</param>
    /// <exception cref="ArgumentException">
    /// The steps do not increase, 0 or 1 is not among them, or a response is missing or not finite.
    /// </exception>
    public ResponseSample(IReadOnlyList<double> steps, IReadOnlyList<double[]> responses)
    {
        if (!steps.Contains(0) || !steps.Contains(1) || steps.Zip(steps.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            throw new ArgumentException("The steps of a response increase and have 0 and 1 among them.", nameof(steps));
        }

        if (responses.Count != steps.Count || responses.Any(row =>
            row.Length == 0 || row.Length != responses[0].Length || row.Any(response => !double.IsFinite(response))))
        {
            throw new ArgumentException("A response is NaN, infinite or missing, or there is none.", nameof(responses));
        }

        (this.steps, this.responses) = ([.. steps], responses);
    }

    /// <summary>The number of states and directions that responses were taken for.</summary>
    public int States => responses[0].Length;

    /// <summary>Mean and standard error at every step.</summary>
    public ResponseCurve Curve() => CurveOver([.. Enumerable.Range(0, States)]);

    /// <summary>The curve of as many states drawn from these with replacement: what another sample might have given.</summary>
    public ResponseCurve Resampled(Random random) => CurveOver([.. Enumerable.Range(0, States).Select(_ => random.Next(States))]);

    private ResponseCurve CurveOver(int[] states)
    {
        var (mean, error) = (new double[steps.Length], new double[steps.Length]);
        for (var step = 0; step < steps.Length; step++)
        {
            var row = responses[step];
            var (sum, squares) = (0.0, 0.0);
            foreach (var state in states)
            {
                sum += row[state];
            }

            mean[step] = sum / states.Length;
            foreach (var state in states)
            {
                squares += (row[state] - mean[step]) * (row[state] - mean[step]);
            }

            error[step] = Math.Sqrt(squares) / states.Length;
        }

        return new ResponseCurve(steps, [.. mean], [.. error]);
    }
}
