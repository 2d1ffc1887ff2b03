using System.CommandLine;
using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Cli.Commands.Construct;

/// <summary>A layer that reads features in superposition and gives them back with smaller errors.</summary>
internal sealed class ErrorCorrectionKind : ConstructKind
{
    private const int UsualChannelSize = 16;

    private readonly Option<int?> features = NumberOption.Features("Number of features.", 2, 4096);
    private readonly Option<int?> dimension = NumberOption.Whole(
        "--input-dimension", "d0", "Dimension of the state Φb that holds all features (default: as many as clip units).", 1, 1_000_000);
    private readonly Option<int?> size =
        NumberOption.Whole("--channel-size", "q", $"Clip units of a channel (default: {UsualChannelSize}).", 1, 4096);

    public ErrorCorrectionKind(Screen screen)
        : base(
            screen, "error-correction",
            "an error-correction layer: every feature read from a channel of clip units, two ReLUs each, centred",
            "superposition construct error-correction --features 512 --active 2 --neurons 8192 --input-dimension 2048 --channel-size 32")
    {
        features.Required = true;
        foreach (var option in (Option[])[features, dimension, size])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override Construction Plan(ParseResult parsed, CancellationToken cancellation)
    {
        var inputs = Inputs(parsed, parsed.GetValue(features)!.Value);
        var units = Width(parsed, inputs.Features) / 2;
        var (d, q) = (parsed.GetValue(dimension) ?? units, parsed.GetValue(size) ?? UsualChannelSize);
        if (q > units)
        {
            throw new CallerException($"--channel-size is {q}, expected at most the {units:N0} clip units that {2 * units:N0} ReLUs make.");
        }

        Memory.Require(
            6.0 * sizeof(float) * units * (d + (2 * inputs.Features)),
            $"{units:N0} clip units for {inputs.Features:N0} features in {d:N0} dimensions");
        var sigma = Math.Sqrt((double)q * inputs.Features / units * inputs.Active / d);
        return new Construction
        {
            Kind = Name,
            Description = [$"{Name}: {units:N0} clip units, {q} a channel, state of {d:N0} dimensions",
                $"predicted noise of a unit, √(p m s/d): {sigma:F3}; correcting breaks at about 0.3"],
            Inputs = inputs,
            Targets = FanInAnds.All(inputs.Features, 1),
            Functions = new IdentitySpec(),
            Classes = "whether the feature is active",
            Build = seed => Build(inputs.Features, units, d, q, seed),
            Task = "error-correction",
            Recipe = new Recipe(Name, inputs.Features, inputs.Active, inputs.Sparsity, 2 * units, d, q),
        };
    }

    private static ReluNetwork Build(int features, int units, int dimension, int size, Seed seed)
    {
        var code = ChannelCode.Draw(ChannelCodeKind.OverlapReduced, features, units, size, seed.For("code"));
        using var layer = ErrorCorrectionLayer.Draw(dimension, code, ClipWindow.Rounding(0.4), centred: true, seed.For("construction"));
        return layer.ToNetwork();
    }

    private sealed record Recipe(
        string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, int InputDimension, int ChannelSize);
}
