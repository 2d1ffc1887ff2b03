using Spectre.Console;
using Superposition.Measurement;

namespace Superposition.Cli.Errors;

/// <summary>Errors as tables.</summary>
internal static class ErrorTables
{
    /// <summary>One line a network: ε, beside its prediction if there is one, and the root mean square.</summary>
    public static Table Overview(IReadOnlyList<MeasuredNetwork> networks)
    {
        var hasPrediction = networks.Any(network => network.PredictedEpsilon is not null);
        var table = NewTable(["", "ε", .. hasPrediction ? ["predicted"] : (string[])[], "RMS", .. networks[0].Errors.Classes.Select(c => $"RMS {c.Class}")]);
        foreach (var (name, errors, predicted) in networks)
        {
            AddRow(table, [
                name, Wording.Error(errors.Epsilon), .. hasPrediction ? [predicted is { } epsilon ? Wording.Error(epsilon) : ""] : (string[])[],
                Wording.Error(errors.Rms), .. errors.Classes.Select(c => Wording.Error(c.Errors.Rms)),
            ]);
        }

        return table;
    }

    /// <summary>One network's errors by class of input, with the prediction beside them if there is one.</summary>
    public static Table ByClass(ErrorReport errors, PredictedErrors? predicted = null)
    {
        string[] prediction = predicted is null ? [] : ["predicted"];
        var table = NewTable(["active of the pair", "errors", "mean", .. prediction, "std", .. prediction, "q50", "q90", "q99", "max"]);
        foreach (var (inputClass, e) in errors.Classes)
        {
            var expected = predicted?[inputClass];
            AddRow(table, e.Count == 0
                ? [inputClass, "0", .. Enumerable.Repeat("", table.Columns.Count - 2)]
                : [
                    inputClass, e.Count.ToString("N0"), Wording.Signed(e.Mean), .. expected is null ? (string[])[] : [Wording.Signed(expected.Mean)],
                    Wording.Error(e.Std), .. expected is null ? (string[])[] : [Wording.Error(expected.Std)],
                    Wording.Error(e.Q50), Wording.Error(e.Q90), Wording.Error(e.Q99), Wording.Error(e.Max),
                ]);
        }

        return table;
    }

    /// <summary>An empty table; the first columns are for names, the others for numbers.</summary>
    public static Table NewTable(IEnumerable<string> headers, int names = 1)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))) { NoWrap = true, Alignment = table.Columns.Count < names ? Justify.Left : Justify.Right });
        }

        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void AddRow(Table table, IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
