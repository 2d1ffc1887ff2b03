using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Plateaus;

/// <summary>Measures how a map responds to steps away from states.</summary>
public static class Responses
{
    /// <summary>Steps from −¼ to 1¼, 20 to the unit.</summary>
    public static IReadOnlyList<double> FeatureSteps { get; } = [.. Enumerable.Range(-5, 31).Select(i => i / 20.0)];

    /// <summary>Steps from 0 to 1, 20 to the unit.</summary>
    public static IReadOnlyList<double> DistanceSteps { get; } = [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];

    /// <summary>
    /// The output that belongs to a feature, along the feature's direction, which is inactive in the state: the curve that an
    /// error-correction layer makes a smoothed step of.
    /// </summary>
    /// <param name="map">The map.</param>
    /// <param name="states_nd">States.</param>
    /// <param name="directions_nd">For each the direction of a feature that is inactive in it, of the length of a whole feature.</param>
    /// <param name="outputs">For each the output that belongs to that feature.</param>
    public static ResponseSample OfTarget(StateMap map, Tensor states_nd, Tensor directions_nd, IReadOnlyList<int> outputs)
    {
        using var scope = NewDisposeScope();
        var own_n1 = tensor(outputs.Select(output => (long)output).ToArray()).unsqueeze(1);
        return Measure(map, states_nd, directions_nd, FeatureSteps, (out_kg, _, first) =>
            out_kg.gather(1, own_n1[first..(int)(first + out_kg.shape[0])]).squeeze(1));
    }

    /// <summary>The distance of all outputs from where they were, ‖f(x + r u) − f(x)‖.</summary>
    /// <param name="map">The map.</param>
    /// <param name="states_nd">States.</param>
    /// <param name="directions_nd">For each the direction and length of a whole step.</param>
    public static ResponseSample OfDistance(StateMap map, Tensor states_nd, Tensor directions_nd) =>
        Measure(map, states_nd, directions_nd, DistanceSteps, (out_kg, before_kg, _) => (out_kg - before_kg).norm(dim: 1));

    /// <summary>Random directions of given lengths, shape [n, d].</summary>
    public static Tensor RandomDirections(Tensor lengths_n1, int dimension, Generator generator)
    {
        using var scope = NewDisposeScope();
        return OfLengths(randn(lengths_n1.shape[0], dimension, generator: generator), lengths_n1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Directions in which states differ, N(0, Σ), of given lengths, shape [n, d]: random combinations of states around their mean.
    /// </summary>
    public static Tensor StateLikeDirections(Tensor lengths_n1, Tensor states_kd, Generator generator)
    {
        using var scope = NewDisposeScope();
        var centred_kd = states_kd - states_kd.mean([0], keepdim: true);
        return OfLengths(
            randn(lengths_n1.shape[0], states_kd.shape[0], generator: generator).matmul(centred_kd), lengths_n1).MoveToOuterDisposeScope();
    }

    // A direction without length (all states alike) stays at 0.
    private static Tensor OfLengths(Tensor draws_nd, Tensor lengths_n1) =>
        draws_nd * (lengths_n1 / draws_nd.norm(dim: 1, keepdim: true).clamp_min(1e-30));

    private static ResponseSample Measure(
        StateMap map, Tensor states_nd, Tensor directions_nd, IReadOnlyList<double> steps, Func<Tensor, Tensor, int, Tensor> response)
    {
        if (states_nd.dim() != 2 || states_nd.shape[1] != map.Dimension || !states_nd.shape.SequenceEqual(directions_nd.shape))
        {
            throw new ArgumentException(
                $"The map takes states [n, {map.Dimension}], each with one direction; found {Shapes.Describe(states_nd)} and "
                + $"{Shapes.Describe(directions_nd)}.", nameof(states_nd));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var count = (int)states_nd.shape[0];
        double[][] rows = [.. steps.Select(_ => new double[count])];
        for (var first = 0; first < count; first += map.StatesAtATime)
        {
            using var part = NewDisposeScope();
            var end = Math.Min(count, first + map.StatesAtATime);
            var (state_kd, direction_kd) = (states_nd[first..end], directions_nd[first..end]);
            var before_kg = map.Apply(state_kd);
            for (var step = 0; step < rows.Length; step++)
            {
                using var inner = NewDisposeScope();
                response(
                    map.Apply(state_kd + (direction_kd * steps[step])), before_kg, first).to(float64).data<double>()
                    .CopyTo(rows[step], first);
            }
        }

        return new ResponseSample(steps, rows);
    }
}
