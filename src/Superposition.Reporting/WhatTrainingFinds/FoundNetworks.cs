using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Experiments.WhatTrainingFinds;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.WhatTrainingFinds;

/// <summary>The records of the experiment by what they are about; those without a measurement are left out.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Calibrations">What the classifier calls networks of known make.</param>
/// <param name="Networks">Trained and constructed networks.</param>
/// <param name="Functions">What networks do when disturbed.</param>
internal sealed record FoundNetworks(
    WhatTrainingFindsSpec Spec, ImmutableArray<ClassifierCalibrationRecord> Calibrations, ImmutableArray<FoundNetworkRecord> Networks, ImmutableArray<FunctionRecord> Functions)
{
    private static readonly ImmutableArray<Ink> Trained =
    [
        Palette.Trained, new("#A50026", Glyph: Glyph.Diamond), new("#E7298A", Glyph: Glyph.Wedge), new("#7A0177", Glyph: Glyph.Bar), new("#F46D43", Glyph: Glyph.Cross),
    ];

    /// <summary>Sorts the records.</summary>
    public static FoundNetworks Of(WhatTrainingFindsSpec spec, ImmutableArray<WhatTrainingFindsRecord> records) => new(
        spec,
        [.. records.OfType<ClassifierCalibrationRecord>().Where(record => !record.Named.IsEmpty)],
        [.. records.OfType<FoundNetworkRecord>().Where(record => record.Errors is not null)],
        [.. records.OfType<FunctionRecord>().Where(record => record.Errors is not null)]);

    /// <summary>What a network is called in figures and tables.</summary>
    public static string Name(FoundNetworkRecord record) => record.Construction ?? $"trained under {record.Objective}";

    /// <summary>A network's look in figures: constructions in their own colours, objectives in warm ones that no construction has.</summary>
    public Ink InkOf(FoundNetworkRecord record) => record.Construction is { } kind ? Palette.Of(kind) : InkOf(record.Objective!);

    /// <summary>The look of networks trained under an objective, the same in every figure.</summary>
    public Ink InkOf(string objective) => Trained[Math.Max(0, Networks.Select(record => record.Objective).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList().IndexOf(objective)) % Trained.Length];

    /// <summary>A family's colour: that of its construction.</summary>
    public static Ink InkOf(ConstructionFamily family) => family switch
    {
        ConstructionFamily.None => new Ink("#BBBBBB"),
        ConstructionFamily.Dedicated => Palette.Of("dedicated"),
        ConstructionFamily.Subset => Palette.Of("subset"),
        ConstructionFamily.Signs => Palette.Of("sign"),
        ConstructionFamily.Random => Palette.Of("gaussian"),
        ConstructionFamily.Ternary => new Ink("#8C564B"),
        ConstructionFamily.Mixed => new Ink("#7F7F7F"),
        _ => Palette.Trained,
    };

    /// <summary>Whether anything was measured.</summary>
    public bool IsEmpty => Calibrations.IsEmpty && Networks.IsEmpty && Functions.IsEmpty;

    /// <summary>What is averaged over and on what, for notes on figures.</summary>
    /// <param name="on">What was looked at; may be empty.</param>
    public string Note(string on) =>
        (Seeds == 1 ? "One seed, so no interval" : $"Mean over up to {Numbers.Of(Seeds, "seed")}; band: 95 % confidence interval of the mean (Student t)") + (on.Length == 0 ? "" : $"; {on}");

    private int Seeds => Math.Max(1, Calibrations.Select(record => record.Seed).Concat(Networks.Select(record => record.Seed)).Concat(Functions.Select(record => record.Seed)).Distinct().Count());
}
