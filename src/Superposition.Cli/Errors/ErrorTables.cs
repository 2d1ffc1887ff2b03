using System.Globalization;
using Spectre.Console;
using Superposition.Measurement;

namespace Superposition.Cli.Errors;

/// <summary>Errors as tables that fit into 80 columns.</summary>
internal static class ErrorTables
{
    /// <summary>What the classes of pairs are.</summary>
    public const string PairClasses = "by how many of the pair are active";

    /// <summary>What has to be said below <see cref="Overview"/>.</summary>
    public static string OverviewNote(ErrorReport errors, string classes) =>
        $"{(errors.HasThreshold ? "wrong: outputs on the wrong side of ½; " : "")}"
            + $"{string.Join(", ", errors.Classes.Select(c => c.Class))}: RMS, {classes}";

    /// <summary>What stands above <see cref="ByClass"/>.</summary>
    public static string ByClassTitle(string network, string classes) => $"{network}: error (output − truth), {classes}";

    /// <summary>One line a network: ε, next to its prediction if there is one, and the root mean square, also by class of input.</summary>
    public static Table Overview(IReadOnlyList<MeasuredNetwork> networks)
    {
        var hasPrediction = networks.Any(network => network.PredictedEpsilon is not null);
        var hasThreshold = networks[0].Errors.HasThreshold;
        var table = NewTable([
            "", "ε", .. hasPrediction ? ["predicted"] : (string[])[], .. hasThreshold ? ["wrong"] : (string[])[], "RMS",
            .. networks[0].Errors.Classes.Select(c => c.Class),
        ]);
        foreach (var (name, errors, predicted) in networks)
        {
            AddRow(table, [
                name, Wording.Error(errors.Epsilon), .. hasPrediction
                    ? [predicted is { } epsilon ? Wording.Error(epsilon) : ""]
                    : (string[])[],
                .. hasThreshold ? [errors.ThresholdErrors.ToString("N0", CultureInfo.InvariantCulture)] : (string[])[],
                    Wording.Error(errors.Rms), .. errors.Classes.Select(c => Wording.Error(c.Errors.Rms)),
            ]);
        }

        return table;
    }

    /// <summary>
    /// One network's errors, a column for each class of input, with the prediction below what it predicts if there is one.
    /// </summary>
    public static Table ByClass(ErrorReport errors, PredictedErrors? predicted = null)
    {
        var classes = errors.Classes;
        var table = NewTable(["", .. classes.Select(c => c.Class)]);
        AddRow(table, ["errors", .. classes.Select(c => c.Errors.Count.ToString("N0"))]);
        Add("mean", e => Wording.Signed(e.Mean));
        AddPrediction(p => Wording.Signed(p.Mean));
        Add("standard deviation", e => Wording.Error(e.Std));
        AddPrediction(p => Wording.Error(p.Std));
        Add("median of |error|", e => Wording.Error(e.Q50));
        Add("90 % quantile", e => Wording.Error(e.Q90));
        Add("99 % quantile", e => Wording.Error(e.Q99));
        Add("largest", e => Wording.Error(e.Max));
        return table;

        void Add(string name, Func<ErrorStatistics, string> cell) =>
            AddRow(table, [name, .. classes.Select(c => c.Errors.Count == 0 ? "" : cell(c.Errors))]);

        void AddPrediction(Func<PredictedClass, string> cell)
        {
            if (predicted is not null)
            {
                AddRow(table, ["  predicted", .. classes.Select(c => c.Errors.Count == 0 ? "" : cell(predicted[c.Class]))]);
            }
        }
    }

    /// <summary>An empty table; the first columns are for names, the others for numbers.</summary>
    public static Table NewTable(IEnumerable<string> headers, int names = 1)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold)))
            {
                // Where there is no room names continue in the next line; a number broken in two is another number.
                NoWrap = table.Columns.Count >= names,
                Padding = new Padding(table.Columns.Count == 0 ? 0 : 1, 0, 0, 0),
                Alignment = table.Columns.Count < names ? Justify.Left : Justify.Right,
            });
        }

        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void AddRow(Table table, IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(VisibleText.Of(cell))));
}
