using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Superposition.Plateaus;

/// <summary>
/// Singular values of a map's Jacobian, mean over states in decreasing order: how much it stretches small steps. An error-correction layer
/// contracts everything at codewords and stretches one direction at the midpoint between two.
/// </summary>
/// <param name="Leading">The largest singular values.</param>
/// <param name="Rms">The root mean square of all singular values, over min(g, d) of them.</param>
/// <param name="AboveOne">The mean number of singular values above 1.</param>
public sealed record JacobianSpectrum(ImmutableArray<double> Leading, double Rms, double AboveOne)
{
    private const int Kept = 12;

    // A step this long along each axis: short compared with the window of a clip unit, long compared with the rounding of float32.
    private const double Step = 2e-3;

    /// <summary>Measures the spectrum by central differences, exact where the map has no kink within the step.</summary>
    /// <param name="map">The map.</param>
    /// <param name="states_nd">States; each costs 2d evaluations and a singular value decomposition.</param>
    public static JacobianSpectrum Of(StateMap map, Tensor states_nd)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var axes_dd = eye(map.Dimension) * Step;
        var spectra = new List<double[]>();
        for (var i = 0; i < states_nd.shape[0]; i++)
        {
            using var inner = NewDisposeScope();
            var state_1d = states_nd[i..(i + 1)];
            var parts = axes_dd.split(map.StatesAtATime, 0).Select(axes_kd =>
                (map.Apply(state_1d + axes_kd) - map.Apply(state_1d - axes_kd)) / (2 * Step));
            var jacobian_dg = cat([.. parts]).to(float64);
            spectra.Add(linalg.svdvals(jacobian_dg).data<double>().ToArray());
        }

        if (spectra.Count == 0 || spectra.Any(values => values.Any(value => !double.IsFinite(value))))
        {
            throw new ArgumentException("The Jacobian is not finite at some state, or there is no state.", nameof(states_nd));
        }

        return new JacobianSpectrum(
            [.. Enumerable.Range(0, Math.Min(Kept, spectra[0].Length)).Select(k => spectra.Average(values => values[k]))],
            Math.Sqrt(spectra.Average(values => values.Average(value => value * value))),
            spectra.Average(values => values.Count(value => value > 1)));
    }
}
