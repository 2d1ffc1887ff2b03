using System.Globalization;
using System.Text;
using Superposition.Checkpoints;

namespace Superposition.Zoo;

/// <summary>The card of a network of the zoo: a page of Markdown for people.</summary>
public static class ZooCard
{
    private const int OutputsShown = 10;

    /// <summary>Writes the card of a network with a number of layers and neurons as Markdown.</summary>
    public static string Write(ZooTruth truth, int layers, int neurons)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {truth.Name}\n\n{truth.Summary}\n\n{truth.Mechanism}\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"| | |\n| --- | --- |\n| origin | {(truth.Origin == NetworkOrigin.Trained ? "trained" : "constructed")}, seed {truth.Seed} "
            + $"|\n| task | {truth.Task} |\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"| shape | {truth.Features} features, {layers} {(layers == 1 ? "layer" : "layers")} with {neurons} ReLUs, "
            + $"{truth.Outputs.Length} outputs |\n| inputs | {truth.Inputs} |\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"| errors | largest {truth.Errors.Epsilon:G4}, root mean square {truth.Errors.Rms:G4}, over "
            + $"{(truth.Errors.AllInputs ? "all" : "drawn")} {truth.Errors.Inputs} inputs |\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"| used features | {List(truth.UsedFeatures)} |\n| unused features | {List(truth.UnusedFeatures)} |\n");
        if (truth.UnusedPairs is { } pairs)
        {
            text.Append(CultureInfo.InvariantCulture, $"| pairs that no output asks for | {pairs.Length} |\n");
        }

        text.Append("\nOutputs: ").AppendJoin("; ", truth.Outputs.Take(OutputsShown).Select(output => Formula(output))).Append(
            truth.Outputs.Length > OutputsShown ? "; … (all of them in truth.json).\n" : ".\n");
        text.Append("\nFiles: `network.safetensors` (docs/file-format.md), `network.npz` with every row of the read-off, `truth.json`. ");
        text.Append(CultureInfo.InvariantCulture, $"Made by `superposition zoo --only {truth.Name} --seed {truth.Seed} --out FOLDER`.\n");
        return text.ToString();
    }

    private static string List(IReadOnlyCollection<int> features) => features.Count == 0 ? "none" : string.Join(", ", features);

    private static string Formula(ZooOutput output)
    {
        var sum = string.Join(" ", output.Terms.Select((term, i) =>
            $"{(term.Coefficient < 0 ? "−" : i == 0 ? "" : "+")}"
            + $"{(Math.Abs(term.Coefficient) == 1 && !term.Features.IsEmpty ? "" : $"{Math.Abs(term.Coefficient)} ")}"
            + string.Join(" ∧ ", term.Features)));
        return output.Terms.IsEmpty || output.Name == sum ? output.Name : $"{output.Name} = {sum}";
    }
}
