using System.Collections.Immutable;
using System.Text.Json;
using Superposition.ErrorCorrection;
using Superposition.Experiments.ErrorCorrection;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ErrorCorrection;

/// <summary>One layer, over seeds.</summary>
/// <param name="Size">Its size.</param>
/// <param name="Code">How its channels were drawn.</param>
/// <param name="Form">How features are read.</param>
/// <param name="Records">Its cells, one a seed.</param>
internal sealed record CorrectionPoint(CorrectionSize Size, ChannelCodeKind Code, CorrectionForm Form, ImmutableArray<ErrorCorrectionRecord> Records)
{
    // Errors in that differ by no more than this from a quarter count as a quarter.
    private const double Quarter = 0.25;
    private const double NearQuarter = 0.05;

    /// <summary>Its code in words: "overlap-reduced".</summary>
    public string CodeName => NameOf(Code);

    /// <summary>The noises at which every seed has a measurement: up to where the first one broke.</summary>
    public IEnumerable<int> Noises => Enumerable.Range(0, Records.Min(record => record.Map.Count));

    /// <summary>The noise whose errors in are nearest to a quarter; null when none is near.</summary>
    public int? AtQuarter => Noises.Select(noise => (Noise: noise, Off: Math.Abs(At(noise, report => report.In.Epsilon).Estimate!.Mean - Quarter)))
        .Where(candidate => candidate.Off <= NearQuarter).OrderBy(candidate => candidate.Off).Select(candidate => (int?)candidate.Noise).FirstOrDefault();

    /// <summary>The first noise at which the largest error of some seed is a half or more; null when none of those looked at is.</summary>
    public int? Breaks => Noises.Where(noise => Records.Any(record => record.Map[noise].Out.Epsilon >= 0.5)).Select(noise => (int?)noise).FirstOrDefault();

    /// <summary>A number at a noise, over the seeds.</summary>
    public PerSeed At(int noise, Func<CorrectionReport, double> value) => PerSeed.Of(Records, record => record.Seed, record => value(record.Map[noise]));

    /// <summary>A code in words.</summary>
    public static string NameOf(ChannelCodeKind code) => JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString());

    /// <summary>A form in words.</summary>
    public static string NameOf(CorrectionForm form) => form == CorrectionForm.Mean ? "paper's form" : "centred";

    /// <summary>A size in words: "m = 512, d = 2,048, n = 8,192, q = 64, s = 2".</summary>
    public static string NameOf(CorrectionSize size) => $"m = {Numbers.Count(size.Features)}, d = {Numbers.Count(size.Dimension)}, n = {Numbers.Count(size.Units)}, q = {size.ChannelSize}, s = {size.Active}";
}
