using System.Collections.Immutable;
using Superposition.ErrorCorrection;
using Superposition.Experiments.ErrorCorrection;

namespace Superposition.Reporting.ErrorCorrection;

/// <summary>The measured cells of the experiment, seeds gathered.</summary>
internal sealed class CorrectionPoints
{
    public CorrectionPoints(ErrorCorrectionSpec spec, ImmutableArray<ErrorCorrectionRecord> records) => All =
    [
        .. from record in records
           where record.Map.Count > 0
           group record by (record.Size, record.Code, record.Form) into cells
           orderby spec.Scientific.Sizes.IndexOf(cells.Key.Size), spec.Scientific.Codes.IndexOf(cells.Key.Code), spec.Scientific.Forms.IndexOf(cells.Key.Form)
           select new CorrectionPoint(cells.Key.Size, cells.Key.Code, cells.Key.Form, [.. cells.OrderBy(record => record.Seed)]),
    ];

    /// <summary>Every layer with at least one measured seed, in the spec's order.</summary>
    public ImmutableArray<CorrectionPoint> All { get; }

    /// <summary>The sizes that have points.</summary>
    public ImmutableArray<CorrectionSize> Sizes => [.. All.Select(point => point.Size).Distinct()];

    /// <summary>The codes of a size, in the form that most of this is about: centred where it was measured.</summary>
    public IEnumerable<CorrectionPoint> Codes(CorrectionSize size) =>
        from point in All
        where point.Size == size
        group point by point.Code into forms
        select forms.FirstOrDefault(point => point.Form == CorrectionForm.Centred, forms.First());

    /// <summary>The forms of a size, with the last of its codes that has points.</summary>
    public IEnumerable<CorrectionPoint> Forms(CorrectionSize size)
    {
        ChannelCodeKind? code = All.LastOrDefault(point => point.Size == size)?.Code;
        return All.Where(point => point.Size == size && point.Code == code);
    }

    /// <summary>The layer that reduces errors of about a quarter most; null when none was measured there.</summary>
    public CorrectionPoint? Best => All.Where(point => point.AtQuarter is not null).MaxBy(point => point.At(point.AtQuarter!.Value, report => report.Contraction).Estimate!.Mean);
}
