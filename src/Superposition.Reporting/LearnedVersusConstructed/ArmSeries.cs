using System.Collections.Immutable;
using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedVersusConstructed;

/// <summary>One arm of the comparison over widths and seeds.</summary>
/// <param name="Arm">Which.</param>
/// <param name="Construction">The construction whose layer it has, if any.</param>
/// <param name="Objective">The objective it was trained under, if any.</param>
/// <param name="Cells">Its measurements.</param>
internal sealed record ArmSeries(Arm Arm, string? Construction, string? Objective, ImmutableArray<ArmCell> Cells)
{
    /// <summary>The arm in a few words, for tables.</summary>
    public string Label => Arm switch
    {
        Arm.Zero => "zero",
        Arm.Linear => "raw input, least squares",
        Arm.LinearMinimax => "raw input, smallest possible ε",
        Arm.Analytic => $"{Construction}, analytic read-off",
        Arm.LeastSquares => $"{Construction}, least squares",
        Arm.TrainedReadOff => $"{Construction}, read-off trained under {Objective}",
        Arm.Untrained => Construction is null ? "untrained network" : $"{Construction}, before training",
        Arm.UntrainedLeastSquares => Construction is null ? "untrained layer, least squares" : $"{Construction} before training, least squares",
        Arm.Trained => $"trained whole under {Objective}{FromConstruction}",
        Arm.TrainedLeastSquares => $"layer trained under {Objective}{FromConstruction}, least squares",
        _ => Arm.ToString(),
    };

    private string FromConstruction => Construction is null ? "" : $" from {Construction}";

    /// <summary>Its look in figures: the colour of the layer's family, broken lines for read-offs that were fitted rather than derived or trained with it.</summary>
    public Ink Ink => Arm switch
    {
        Arm.Zero => Palette.Zero,
        Arm.Linear => Palette.LinearLeastSquares,
        Arm.LinearMinimax => Palette.Linear,
        Arm.Analytic => Palette.Of(Construction!),
        Arm.LeastSquares => Palette.Of(Construction!) with { Dash = Dash.Dashed },
        Arm.TrainedReadOff => Palette.Of(Construction!) with { Dash = Dash.Dotted, Width = 2.4f },
        Arm.Untrained => Palette.Untrained,
        Arm.UntrainedLeastSquares => Palette.Untrained with { Dash = Dash.Dashed },
        Arm.TrainedLeastSquares => Palette.Trained with { Dash = Dash.Dashed },
        _ => Palette.Trained,
    };

    /// <summary>The widths it was measured at; 0 alone for the controls.</summary>
    public IEnumerable<int> Widths => Cells.Select(cell => cell.Neurons).Distinct().Order();

    /// <summary>The reports of one width, by seed.</summary>
    public ImmutableArray<ErrorReport> At(int neurons) => [.. Cells.Where(cell => cell.Neurons == neurons).OrderBy(cell => cell.Seed).Select(cell => cell.Errors)];

    /// <summary>ε at a width.</summary>
    public PerSeed Epsilon(int neurons) => Of(neurons, errors => errors.Epsilon);

    /// <summary>Root mean square error at a width.</summary>
    public PerSeed Rms(int neurons) => Of(neurons, errors => errors.Rms);

    /// <summary>A number at a width.</summary>
    public PerSeed Of(int neurons, Func<ErrorReport, double> value) => PerSeed.Of(Cells.Where(cell => cell.Neurons == neurons), cell => cell.Seed, cell => value(cell.Errors));

    /// <summary>A curve over widths.</summary>
    public Curve Curve(string label, Func<ErrorReport, double> value) =>
        new(label, Ink, [.. from d in Widths let estimate = Of(d, value).Estimate where estimate is not null select new CurvePoint(d, estimate)]);
}

/// <summary>One measurement of an arm.</summary>
/// <param name="Neurons">d.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Errors">The errors.</param>
internal sealed record ArmCell(int Neurons, ulong Seed, ErrorReport Errors);
