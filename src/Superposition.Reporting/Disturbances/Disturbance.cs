using Superposition.Measurement;
using Superposition.Reporting.Figures;

namespace Superposition.Reporting.Disturbances;

/// <summary>One way in which networks are disturbed, and its figure: errors against how much.</summary>
/// <param name="Name">The figure's name.</param>
/// <param name="With">What networks are disturbed by, in the words of a title.</param>
/// <param name="Degree">What the horizontal axis shows.</param>
internal sealed record Disturbance(string Name, string With, string Degree)
{
    /// <summary>More or fewer active features than networks were made for.</summary>
    public static Disturbance OtherSparsity { get; } =
        new("other-sparsity", "at other numbers of active features", "s, the number of active features");

    /// <summary>Noise on every weight, relative to it.</summary>
    public static Disturbance Noise { get; } = new("weight-noise", "with noise on every weight", "relative noise, standard deviations");

    /// <summary>Weights stored in few bits.</summary>
    public static Disturbance Bits { get; } = new("bits", "with few bits a weight", "bits a weight");

    /// <summary>Neurons silenced, the least important first.</summary>
    public static Disturbance PrunedNeurons { get; } =
        new("pruned-neurons", "without the least important neurons", "share of neurons silenced");

    /// <summary>Weights set to 0, the smallest first.</summary>
    public static Disturbance PrunedWeights { get; } = new("pruned-weights", "without the smallest weights", "share of weights set to 0");

    /// <summary>The figure: one panel, or two where a new read-off was fitted to the disturbed layer.</summary>
    /// <param name="note">Which inputs and seeds.</param>
    /// <param name="remark">What the caption says where no read-off was fitted anew.</param>
    /// <param name="zero">The mean squared error of the answer 0 without disturbance.</param>
    /// <param name="own">Curves under the read-off as it was.</param>
    /// <param name="refitted">Curves under the new one; null where there is none.</param>
    public Chart Draw(string note, string remark, double zero, IEnumerable<Curve> own, IEnumerable<Curve>? refitted)
    {
        return new Chart
        {
            Name = Name,
            Title = $"Root mean square error {With}",
            Note = note,
            Caption = refitted is null
                ? remark
                : "Left: with the read-off as it was. Right: after a new least-squares read-off was fitted to the disturbed layer, "
                    + "which shows what the layer itself has lost. Grey: the answer 0 undisturbed.",
            X = Axis.Linear(Degree),
            Y = Axis.Logarithmic("rms error") with { Cap = 3 },
            Columns = 2,
            Panels = refitted is null ? [Panel("", own)] : [Panel("own read-off", own), Panel("new least-squares read-off", refitted)],
        };

        Panel Panel(string title, IEnumerable<Curve> curves) =>
            new(title, [new Level("answering 0", Palette.Zero, Math.Sqrt(zero)), .. curves]);
    }

    /// <summary>The mean squared error of the answer 0 to ANDs of pairs: the share of pairs that are both active.</summary>
    public static double MeanSquareOfZero(ErrorReport errors) => (double)errors["both"].Count / errors.Classes.Sum(c => c.Errors.Count);
}
