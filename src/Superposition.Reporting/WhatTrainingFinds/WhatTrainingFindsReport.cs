using System.Collections.Immutable;
using Superposition.Experiments.WhatTrainingFinds;

namespace Superposition.Reporting.WhatTrainingFinds;

/// <summary>Reads what training finds: the classifier's calibration, what it calls trained networks, how errors fall with width, and what networks do when disturbed.</summary>
internal sealed class WhatTrainingFindsReport : ExperimentReport<WhatTrainingFindsSpec, WhatTrainingFindsRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(WhatTrainingFindsSpec spec, ImmutableArray<WhatTrainingFindsRecord> records)
    {
        var found = FoundNetworks.Of(spec, records);
        if (found.IsEmpty)
        {
            return new Findings(new Answer("There is no answer yet: no network has been measured.", []), [], []);
        }

        AnswerPoint?[] points = [CalibrationSection.Answer(found), PhaseSection.Answer(found), LawSection.Answer(found), FunctionSection.Products(found), FunctionSection.Barrier(found)];
        return new Findings(
            new Answer(PhaseSection.Headline(found) + LawSection.Headline(found), [.. points.OfType<AnswerPoint>()]),
            [.. CalibrationSection.Charts(found), .. PhaseSection.Charts(found), .. LawSection.Charts(found), .. FunctionSection.Charts(found)],
            [.. CalibrationSection.Tables(found), .. PhaseSection.Tables(found), .. LawSection.Tables(found), .. FunctionSection.Tables(found)]);
    }
}
