using System.ComponentModel;
using Superposition.Networks;
using Superposition.Plateaus;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>The exponent p of contours of equal response: 2 for a linear map, larger where outputs have thresholds.</summary>
[Description("The superellipse exponent p of contours of equal response in planes of two directions at what the first layer reads "
    + "(arXiv 2606.24964): iso.DIRECTIONS.p at half of the response to whole steps, .p.low at a quarter and .p.high at 0.7, with "
    + ".misfit, .unreached (of 13 directions) and .at-bound (p is 20 or more), for the directions feature, rotated (a feature's, turned "
    + "by 45 degrees), random, principal and between (states). Responses are averaged over planes before the contour is taken.")]
public sealed record IsoResponseMeasure : MeasureSpec
{
    private const double Turn = Math.PI / 4, Half = 0.5;

    private static readonly (string Name, double Share)[] Levels = [("p.low", 0.25), ("p", Half), ("p.high", 0.7)];

    /// <summary>The number of planes of each kind that are averaged over, each through a state of its own; 3 to 10,000.</summary>
    [Description("How many planes of each kind of direction are averaged over, a state each.")]
    public required int Planes { get; init; }

    /// <summary>The name that states are drawn by.</summary>
    [Description("The name that states and directions are drawn by, at every seed; the seed alone when left out.")]
    public string? DrawnAs { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.planes", Planes, 3, 10_000);

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (bench.Task.Inputs.AreReal || bench.Task.Features < 4)
        {
            return;
        }

        var seed = bench.SeedOf(DrawnAs ?? "").For("iso-response");
        var site = new NetworkSite(read.Network, NetworkSite.BeforeLayers).StoppedBy(context.Cancellation);
        var map = StateMap.From(site);
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var generator = seed.Generator("directions");
        var features = IsoResponse.OfFeatures(site, Math.Max(1, bench.Task.Inputs.Space.Active - 2), Planes, seed);
        Add("feature", features);
        Add("rotated", IsoResponse.Rotated(features, Turn, generator));
        Add("random", IsoResponse.Random(features, generator));
        Add("principal", IsoResponse.Principal(features, generator));
        Add("between", IsoResponse.BetweenStates(features.States, seed));

        void Add(string directions, IsoPlanes planes)
        {
            context.Progress.Report(new CellProgress(0.5, $"contours along {directions} directions"));
            var surface = IsoResponse.Surface(map, planes);
            foreach (var (name, share) in Levels)
            {
                var contour = IsoContour.Of(surface, share);
                numbers.Add($"iso.{directions}.{name}", contour.Exponent);
                if (share != Half)
                {
                    continue;
                }

                numbers.Add($"iso.{directions}.unreached", contour.Unreached);
                if (contour.Exponent is not null)
                {
                    numbers.Add($"iso.{directions}.misfit", contour.Misfit);
                    numbers.Add($"iso.{directions}.at-bound", contour.IsAtBound);
                }
            }
        }
    }
}
