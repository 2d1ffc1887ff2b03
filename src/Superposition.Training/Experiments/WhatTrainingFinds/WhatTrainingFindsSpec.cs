using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Specs;
using Superposition.Training;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>
/// What training finds: which construction trained networks are like, by a classifier that is calibrated on networks of known make; how their errors
/// fall with width; and whether they work as constructions do.
/// </summary>
[Description("Names the construction that trained networks are like (with a classifier calibrated in the same run), measures how ε falls with width, and compares functions: noise, bits, pruning, read-off transfer, interpolation.")]
public sealed record WhatTrainingFindsSpec : ExperimentSpec
{
    /// <summary>The networks.</summary>
    [Description("Grids of networks; every combination in each of them is looked at.")]
    public required ImmutableArray<NetworkGrid> Networks { get; init; }

    /// <summary>Constructions that trained layers are matched with.</summary>
    [Description("Kinds of constructions whose neurons trained ones are matched with."), ConstructionKind(OfAnyWidth = true)]
    public required ImmutableArray<string> References { get; init; }

    /// <summary>How the classifier is calibrated.</summary>
    [Description("Networks of known make that the classifier has to name.")]
    public required CalibrationGrid Calibration { get; init; }

    /// <summary>How functions are compared.</summary>
    [Description("The size at which networks are compared by what they do.")]
    public required FunctionGrid Function { get; init; }

    /// <summary>What is tuned for fairness' sake.</summary>
    [Description("What is tuned for fairness' sake: of the networks trained with each value the one with the lowest training loss is kept.")]
    public required FindingNuisance Nuisance { get; init; }

    /// <summary>How networks are trained.</summary>
    [Description("How networks are trained; the same everywhere.")]
    public required TrainingSettings Training { get; init; }

    /// <summary>What is looked at.</summary>
    [Description("Which inputs are looked at.")]
    public required FindingMeasurement Measurement { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. SpecRules.Each("networks", Networks, (path, grid) => grid.Problems(path, Measurement.Inputs)),
        .. SpecRules.Each("references", References, ExperimentRules.ConstructionOfAnyWidth),
        .. Calibration.Problems("calibration"),
        .. Function.Problems("function"),
        .. SpecRules.Each("nuisance.learningRate", Nuisance.LearningRate, (path, rate) => SpecRules.Between(path, rate, 1e-8, 10.0)),
        .. Training.Problems("training"),
        .. SpecRules.Between("measurement.inputs", Measurement.Inputs, 1, 10_000_000),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells()
    {
        var calibrations = from kind in Calibration.Networks
                           from scale in Calibration.Scales
                           from noise in Calibration.Noise
                           from seed in Seeds
                           select new CalibrationCell(this, kind, scale, noise, seed);
        var networks = (from grid in Networks from cell in grid.Cells(this) select cell).DistinctBy(cell => cell.Id);
        var functions = from subject in (ImmutableArray<string?>)[null, .. Function.Constructions]
                        from seed in Seeds
                        select new FunctionCell(this, subject, seed);
        return calibrations.Concat<Cell>(networks).Concat(functions);
    }

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Networks = [.. Networks.Select(grid => grid.Smoke())],
        Calibration = Calibration with { Noise = Calibration.Noise[..1], Scales = Calibration.Scales[..1], Draws = 1 },
        Function = Function.Smoke(),
        Nuisance = Nuisance with { LearningRate = Nuisance.LearningRate[..1] },
        Training = Training with { Steps = 3, WarmUp = 0 },
    };
}

/// <summary>What is tuned for fairness' sake.</summary>
public sealed record FindingNuisance
{
    /// <summary>Learning rates.</summary>
    [Description("Highest learning rates to choose from.")]
    public required ImmutableArray<double> LearningRate { get; init; }
}

/// <summary>What is looked at.</summary>
public sealed record FindingMeasurement
{
    /// <summary>How many inputs.</summary>
    [Description("How many inputs are looked at: all when there are no more than this, otherwise drawn.")]
    public required int Inputs { get; init; }
}
