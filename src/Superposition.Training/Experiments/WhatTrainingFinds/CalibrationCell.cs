using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Studies;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>Networks of one known make with noise on their weights, and what the classifier calls them.</summary>
internal sealed record CalibrationCell(WhatTrainingFindsSpec Spec, string Network, NoiseScale Scale, double Noise, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"known-{Network}-{(Scale == NoiseScale.EachWeight ? "each-weight" : "whole-tensor")}-noise{Noise}-seed{Seed}");

    /// <inheritdoc/>
    public override double Cost => Spec.Calibration.Draws * 0.02;

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var record = new ClassifierCalibrationRecord { Cell = Id, Seed = Seed, Network = Network, Scale = Scale, Noise = Noise, Expected = KnownNetwork.FamilyOf(Network), Named = [] };
        var named = new List<ConstructionFamily>();
        try
        {
            for (var draw = 0; draw < Spec.Calibration.Draws; draw++)
            {
                cancellation.ThrowIfCancellationRequested();
                var seed = new Seed(Seed).For($"{Network}-{draw}");
                var known = KnownNetwork.Draw(Network, Spec.Calibration, seed);
                using var exact = known.Network;
                using var noisy = WeightNoise.Add(exact, Noise, Scale, seed.For("noise"));
                named.Add(ConstructionClassifier.Classify(noisy, known.Pairs).Family);
                progress.Report(new CellProgress((draw + 1.0) / Spec.Calibration.Draws, named[^1].ToString()));
            }
        }
        catch (ConstructionFailedException e)
        {
            return new CellResult(record with { Refusal = e.Message }, [], []);
        }

        return new CellResult(record with { Named = FamilyCount.Of(named) }, [], []);
    }
}
