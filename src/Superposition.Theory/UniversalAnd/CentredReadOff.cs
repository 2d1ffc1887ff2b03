using Superposition.Booleans;
using Superposition.Measurement;

namespace Superposition.UniversalAnd;

/// <summary>
/// The centred read-off r_kl,i = C_ik C_il / (d F), shared by random subsets, dense signs and Gaussian layers. F depends on how many
/// features are active; for inputs with at most s of them the middle of its range over 2 … s is taken, which leaves the smallest
/// systematic error.
/// </summary>
internal static class CentredReadOff
{
    /// <summary>F, the normalisation of a centred read-off for all inputs of a set: the middle of its range over 2 … s.</summary>
    /// <param name="kind">The construction, for the message.</param>
    /// <param name="inputs">The input set.</param>
    /// <param name="signal">F(s_b), for s_b ≥ 2.</param>
    /// <exception cref="ConstructionFailedException">
    /// F vanishes or changes sign over the set, so no normalisation reads the ANDs.
    /// </exception>
    public static double Signal(string kind, SparseInputs inputs, Func<int, double> signal)
    {
        if (inputs.Active < 2)
        {
            return signal(2);
        }

        var signals =
            Enumerable.Range(Math.Max(2, inputs.MinActive), inputs.Active - Math.Max(2, inputs.MinActive) + 1).Select(signal).ToArray();
        return signals.Min() > 1e-9
            ? (signals.Min() + signals.Max()) / 2
            : throw new ConstructionFailedException(
                $"{kind}: with {inputs}, a neuron adds F = {signals.Min():G3} to a true AND, so the AND cannot be read off. Expected F "
                    + "> 0: fewer active features, or another density.");
    }

    /// <summary>Errors of the read-off, from the moments of one neuron's C_k C_l a; the d neurons are independent.</summary>
    public static PredictedErrors Predict(UniversalAndSize size, double signal, Func<int, int, (double Mean, double MeanSquare)> product) =>
        PairClasses.Mix(size.Inputs, (active, members) =>
        {
            var (mean, meanSquare) = product(active, members);
            var bias = (mean / signal) - (members == 2 ? 1 : 0);
            var variance = (meanSquare - (mean * mean)) / (size.Neurons * signal * signal);
            return (bias, (bias * bias) + variance);
        });
}
