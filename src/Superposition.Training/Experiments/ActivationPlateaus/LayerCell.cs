using System.Text.Json;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Plateaus;
using Superposition.Studies;
using static TorchSharp.torch;

namespace Superposition.Experiments.ActivationPlateaus;

/// <summary>An analytic error-correction layer, or one of its controls, for one seed: all of a seed and dimension share the encoding, the code and the states.</summary>
internal sealed record LayerCell(ActivationPlateausSpec Spec, PlateauArm Arm, int Dimension, double? Theta, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"{JsonNamingPolicy.KebabCaseLower.ConvertName(Arm.ToString())}-d{Dimension}{(Theta is { } theta ? $"-theta{theta}" : "")}-seed{Seed}");

    /// <inheritdoc/>
    public override double Cost => Arm is PlateauArm.Linear ? 1 : Arm is PlateauArm.UntrainedLayer ? 5 + (Dimension / 200.0) : 3 + (Dimension / 100.0);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var layers = Spec.Layers;
        var seed = SeedFor(Seed, $"layer-d{Dimension}");
        var code = ChannelCode.Draw(ChannelCodeKind.Balanced, layers.Features, layers.Units, layers.ChannelSize, seed);
        using var layer = ErrorCorrectionLayer.Draw(Dimension, code, ClipWindow.Rounding(Theta ?? 0), centred: true, seed);
        using var network = Build(layer, seed);
        var site = new NetworkSite(network, NetworkSite.BeforeLayers);
        using var states = PlateauStates.FromNetwork(site, FanInAnds.All(layers.Features, 1), layers.ToInputs(), Spec.Measurement.States, seed);
        cancellation.ThrowIfCancellationRequested();
        progress.Report(new CellProgress(0.2, "built"));
        var plateaus = PlateauReport.Measure(StateMap.From(site), states, Spec.Measurement, seed.For("plateaus"));
        var prediction = Arm == PlateauArm.Corrected ? PlateauPrediction.Of(layer, layers.Active - 1) : null;
        return new CellResult(
            new ActivationPlateausRecord
            {
                Cell = Id,
                Seed = Seed,
                Arm = Arm,
                Dimension = Dimension,
                Theta = Theta,
                PredictedSigma = prediction?.Sigma(0.5),
                PredictedCurve = prediction is null ? [] : [.. Responses.FeatureSteps.Select(prediction.At)],
                Plateaus = plateaus,
            },
            [],
            []);
    }

    private ReluNetwork Build(ErrorCorrectionLayer layer, Seed seed)
    {
        var layers = Spec.Layers;
        switch (Arm)
        {
            case PlateauArm.Corrected:
                return layer.ToNetwork();
            case PlateauArm.Rectified:
                return layer.ToNetwork(units: [layer.Window.Terms[0]]);
            case PlateauArm.Uncorrected:
                return layer.ToNetwork(units: ErrorCorrectionLayer.IdentityUnits);
            default:
                using (var start = Arm == PlateauArm.Linear
                    ? new ReluNetwork([], new DenseReadOff(zeros(layers.Features, Dimension)), layer.Encoding)
                    : UntrainedNetwork.Encoded(layer.Encoding, layers.Active, layers.Units, layers.Features, seed))
                {
                    var inputs = new SparseInputs(layers.Features, layers.Active, Sparsity.AtMost);
                    return LeastSquares.Refit(start, FanInAnds.All(layers.Features, 1), InputSample.AllUpTo(inputs, 4 * start.ReadOff.Inputs, seed.For("fit")));
                }
        }
    }
}
