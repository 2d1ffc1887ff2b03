using System.Globalization;
using Spectre.Console;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Measurement;

namespace Superposition.Cli.Commands.Construct;

/// <summary>
/// A fused deep circuit too large for dense weights: its layers are computed from the seed one at a time and none is kept, and it is run on
/// inputs that keep it active to its last layer, as experiment 06 does.
/// </summary>
internal static class FactoredCircuit
{
    /// <summary>Runs it and shows the errors of every layer.</summary>
    public static int Run(Screen screen, bool json, FactoredRecipe recipe, Seed seed, CancellationToken cancellation)
    {
        // Per feature the layouts of two layers and a read-off; per unit sums and loads.
        Memory.Require((80.0 * recipe.Features) + (100.0 * recipe.Units), $"{recipe.Features:N0} features on {recipe.Units:N0} clip units");
        var report = screen.Working("wiring", json, progress => Measure(recipe, seed, progress, cancellation));
        if (json)
        {
            screen.Json(new { Recipe = recipe, Seed = seed.Value, report.ThresholdErrors, report.Epsilon, Report = report });
            return ExitCode.Done;
        }

        screen.Line($"deep-fused: {recipe.Layers} layers of {recipe.Features:N0} gates, {recipe.And:P0} AND, the others copies; "
            + $"{report.Units:N0} clip units ({report.Relus:N0} ReLUs) a layer, {recipe.ChannelSize} a channel");
        screen.Line($"{report.Inputs:N0} drawn inputs on which 1 to {recipe.Active} features are active in every layer, seed {seed.Value}");
        screen.Draw(ByLayer(report));
        screen.Line("wrong: features on the wrong side of ½, over all inputs; largest error where the feature is on, where it is off "
            + "but an input of its gate is on, and elsewhere");
        screen.Line($"{Wording.Count(report.ThresholdErrors, "threshold error")}, largest error {Wording.Error(report.Epsilon)}");
        return ExitCode.Done;
    }

    private static DeepReport Measure(FactoredRecipe recipe, Seed seed, IProgress<string> progress, CancellationToken cancellation)
    {
        var circuit =
            new ImplicitCircuit(recipe.Features, recipe.Layers, new GateMix(1 - recipe.And, recipe.And, 0, 0), seed.For("circuit"));
        progress.Report("drawing inputs");
        LayerProgress layers = new(layer => progress.Report($"layer {layer} of {recipe.Layers}"));
        try
        {
            var inputs = LivingInputs.Draw(circuit, recipe.Active, recipe.Inputs, seed.For("inputs"));
            return new FusedCircuit(
                circuit, recipe.Design(), seed.For("channels")).Measure(inputs, progress: layers, cancellation: cancellation);
        }
        catch (InvalidOperationException e)
        {
            throw new CallerException(e.Message, e);
        }
        catch (ArgumentException e)
        {
            throw new CallerException(
                $"superposition construct deep-fused: a kind of gates gets too few clip units for channels of {recipe.ChannelSize}, "
                + $"expected more --neurons than {2 * recipe.Units:N0}, a smaller --channel-size or a larger --and.", e);
        }
    }

    private static Table ByLayer(DeepReport report)
    {
        var table = new Table().AddColumns("layer", "active", "on", "beside", "off", "RMS", "wrong", "units on");
        table.Border(TableBorder.Simple);
        foreach (var layer in report.Layers)
        {
            string[] cells =
            [
                layer.Layer.ToString(CultureInfo.InvariantCulture), layer.MeanActive.ToString("F2", CultureInfo.InvariantCulture),
                Largest(layer.On), Largest(layer.Beside), Largest(layer.Off),
                Wording.Error(layer.Rms), layer.ThresholdErrors.ToString("N0", CultureInfo.InvariantCulture),
                layer.ActiveUnits.ToString("F0", CultureInfo.InvariantCulture),
            ];
            table.AddRow(cells);
        }

        return table;
    }

    private static string Largest(ErrorStatistics errors) => errors.Count == 0 ? "" : Wording.Error(errors.Max);

    private sealed class LayerProgress(Action<int> show) : IProgress<int>
    {
        public void Report(int value) => show(value);
    }
}

/// <summary>What a large fused circuit is made from.</summary>
internal sealed record FactoredRecipe(int Features, int Active, int Units, int Layers, double And, int ChannelSize, int Inputs)
{
    /// <summary>The design of its layers.</summary>
    public FusedDesign Design() => new(Units, ChannelSize) { Code = ErrorCorrection.ChannelCodeKind.Polynomial, AnyThreshold = 0.62 };
}
