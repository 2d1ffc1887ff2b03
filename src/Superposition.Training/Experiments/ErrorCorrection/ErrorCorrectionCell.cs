using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Studies;

namespace Superposition.Experiments.ErrorCorrection;

/// <summary>Draws an error-correction layer and measures it. Layers of one size and seed share encoding, inputs and noise, whatever their code and form.</summary>
internal sealed record ErrorCorrectionCell(ErrorCorrectionSpec Spec, CorrectionSize Size, ChannelCodeKind Code, CorrectionForm Form, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"{Kebab(Code.ToString())}-{Kebab(Form.ToString())}-m{Size.Features}-d{Size.Dimension}-n{Size.Units}-q{Size.ChannelSize}-s{Size.Active}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => (double)Size.Features * Size.ChannelSize * ((Spec.Measurement.Inputs * (Spec.Measurement.Noises.Length + Spec.Measurement.Rounds)) + 1000);

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var start = SeedFor(Seed, FormattableString.Invariant($"m{Size.Features}-d{Size.Dimension}-s{Size.Active}"));
        var code = ChannelCode.Draw(Code, Size.Features, Size.Units, Size.ChannelSize, SeedFor(Seed, $"{Kebab(Code.ToString())}-n{Size.Units}"));
        using var layer = ErrorCorrectionLayer.Draw(Size.Dimension, code, ClipWindow.Rounding(Spec.Scientific.WindowEdge), Form == CorrectionForm.Centred, start);
        var inputs = new SparseInputs(Size.Features, Size.Active, Sparsity.Exactly).Draw(start.Stream("inputs"), Spec.Measurement.Inputs);
        var noises = Spec.Measurement.Noises.Index().Select(noise =>
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new CellProgress((noise.Index + 0.5) / (Spec.Measurement.Noises.Length + 1), FormattableString.Invariant($"ν = {noise.Item}")));
            return noise.Item;
        });
        var map = CorrectionReport.Map(layer, inputs, noises, start);
        return new CellResult(
            new ErrorCorrectionRecord
            {
                Cell = Id,
                Seed = Seed,
                Size = Size,
                Code = Code,
                Form = Form,
                Relus = layer.Relus,
                MostSharedUnits = Array.FindLastIndex(code.SharedUnits(), pairs => pairs > 0),
                Map = map,
                Rounds = CorrectionReport.Iterate(layer, inputs, Spec.Measurement.Rounds),
            },
            [],
            []);
    }

    private static string Kebab(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
