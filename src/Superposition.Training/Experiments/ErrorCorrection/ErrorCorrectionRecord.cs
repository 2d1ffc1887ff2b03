using Superposition.ErrorCorrection;
using Superposition.Measurement;

namespace Superposition.Experiments.ErrorCorrection;

/// <summary>One error-correction layer: its contraction map and what it makes of its own results.</summary>
public sealed record ErrorCorrectionRecord : CellRecord
{
    /// <summary>The layer's size.</summary>
    public required CorrectionSize Size { get; init; }

    /// <summary>How the units of its channels were drawn.</summary>
    public required ChannelCodeKind Code { get; init; }

    /// <summary>How features are read.</summary>
    public required CorrectionForm Form { get; init; }

    /// <summary>ReLUs.</summary>
    public required int Relus { get; init; }

    /// <summary>The most units that two channels share.</summary>
    public required int MostSharedUnits { get; init; }

    /// <summary>Errors in and out at rising noise; the last one is where correcting breaks, if it does.</summary>
    public required IReadOnlyList<CorrectionReport> Map { get; init; }

    /// <summary>Errors after every round of correcting and encoding again, from states without noise.</summary>
    public required IReadOnlyList<FeatureErrors> Rounds { get; init; }
}
