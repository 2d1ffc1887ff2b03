using System.Globalization;
using MathNet.Numerics.Statistics;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Reporting.Figures;
using Superposition.Representation;
using Superposition.Studies;
using Superposition.Verification;

namespace Superposition.Benchmarks;

/// <summary>
/// The smallest widths of fused circuits of 1,024 to 1,048,576 features, the laws that they may follow, and the figure of features against
/// ReLUs. Widths that were found before are read from the file again, so that a run that was stopped goes on where it was.
/// </summary>
internal static class LawTable
{
    private const int Seeds = 5;

    // The size that the collision law is fitted to.
    private const int Fitted = 65_536;
    private static readonly int[] Sizes = [1024, 2048, 4096, 8192, 16_384, 65_536, 131_072, 262_144, 1_048_576];
    private static readonly GateMix MostlyCopies = new(0.9, 0.1, 0, 0);

    /// <summary>Finds the widths that are missing, prints the tables and draws the figure.</summary>
    /// <param name="arguments">A folder for widths.csv and the figure.</param>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var folder])
        {
            Console.Error.WriteLine("law: expected one argument, the folder for widths.csv and the figure.");
            return 2;
        }

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "widths.csv");
        var widths = File.Exists(file) ? File.ReadLines(file).Skip(1).Select(Parse).ToList() : [];
        if (widths.Count == 0)
        {
            File.WriteAllText(file, "features,seed,units,relus,largest error,mean active\n");
        }

        foreach (var (features, seed) in from features in Sizes
                                         from seed in Enumerable.Range(0, Seeds)
                                         select (features, new Seed((ulong)seed)))
        {
            if (!widths.Any(width => width.Features == features && width.Seed == seed))
            {
                widths.Add(WidthSearch.Find(
                    new WidthTask(features, 3, 16, MostlyCopies, Wiring.Dealt, 256) { IsImplicit = true },
                    DeepCircuitClaims.Computed, seed));
                File.AppendAllText(file, Text(widths[^1]));
            }
        }

        Print([.. widths.OrderBy(width => width.Features).ThenBy(width => width.Seed.Value)]);
        var figure = ChartRenderer.Draw(Chart(widths));
        File.WriteAllText(Path.Combine(folder, $"{figure.Name}.svg"), figure.Svg);
        File.WriteAllBytes(Path.Combine(folder, $"{figure.Name}.png"), figure.Png);
        return 0;
    }

    private static void Print(SmallestWidth[] widths)
    {
        Console.WriteLine($"| m | smallest widths n, {Seeds} seeds | mean | ReLUs a feature | n/√m | n/√(m ln m) | n/m^(2/3) |");
        Console.WriteLine($"| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var size in widths.GroupBy(width => width.Features))
        {
            double m = size.Key;
            var mean = size.Average(width => width.Units);
            var found = string.Join(", ", size.Select(width => width.Units.ToString("N0", CultureInfo.InvariantCulture)));
            Console.WriteLine($"| {m:N0} | {found} | {mean:N0} | {size.Average(width => width.Relus) / m:F3} | {mean / Math.Sqrt(m):F1} | "
                + $"{mean / Math.Sqrt(m * Math.Log(m)):F2} | {mean / Math.Pow(m, 2.0 / 3):F2} |");
        }

        var step = Math.Pow(2, 1.0 / WidthSearch.WidthsAnOctave) - 1;
        Console.WriteLine($"\nWidths are known to within a step of the grid, {100 * step:F1} %.");
        Console.WriteLine($"\n| sizes | exponent of m, 95 % interval | mean exponent of √(m ln m) there |");
        Console.WriteLine($"| --- | --- | --- |");
        foreach (var (low, high) in new[] { (1024, 16_384), (65_536, 1_048_576), (1024, 1_048_576) })
        {
            SmallestWidth[] part = [.. widths.Where(width => width.Features >= low && width.Features <= high)];
            var (law, root) = (WidthLaw.Fit(part),
                WidthLaw.Fit([.. part.Select(width => width with { Units = (int)(1000 * Bounds.AdlerShavitLower(width.Features)) })]));
            Console.WriteLine($"| {low:N0} … {high:N0} | {law.Exponent:F3} [{law.Low:F3}, {law.High:F3}] | {root.Exponent:F3} |");
        }

        // What each law, fitted to the sizes of experiment 06, says of the largest size, and how far off it is over all.
        Console.WriteLine("\n| law, one constant or two fitted to m ≤ 16,384 | predicted at m = 1,048,576 | found over predicted there | "
            + "residual over all sizes, law fitted to all |");
        Console.WriteLine("| --- | --- | --- | --- |");
        SmallestWidth[] small = [.. widths.Where(width => width.Features <= 16_384)];
        SmallestWidth[] largest = [.. widths.Where(width => width.Features == Sizes[^1])];
        foreach (var (name, fit) in Laws())
        {
            var (before, overall) = (fit(small), fit(widths));
            var ratio = largest.Average(width => width.Units / before(width.Features));
            var residual = widths.Select(width => Math.Log(width.Units / overall(width.Features))).RootMeanSquare();
            Console.WriteLine(
                $"| {name} | {before(Sizes[^1]):N0} | {ratio:F3} | {100 * residual:F1} % |");
        }

        Console.WriteLine("\n| m | found | t = 4 | t = 5 | t = 6 |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var laws = new[] { 4, 5, 6 }.Select(t => CollisionLaw.Through(
            Fitted, widths.Where(width => width.Features == Fitted).Average(width => width.Units), t)).ToArray();
        foreach (var size in widths.GroupBy(width => width.Features).Where(size => size.Key >= Fitted))
        {
            Console.WriteLine($"| {size.Key:N0} | {size.Average(width => width.Units):N0} | "
                + $"{string.Join(" | ", laws.Select(law => law(size.Key).ToString("N0", CultureInfo.InvariantCulture)))} |");
        }
    }

    private static IEnumerable<(string Name, Func<IReadOnlyList<SmallestWidth>, Func<int, double>> Fit)> Laws()
    {
        yield return ("c m^a", widths =>
        {
            var law = WidthLaw.Fit(widths);
            return m => law.Coefficient * Math.Pow(m, law.Exponent);
        }
        );
        yield return ("c √m", OneConstant(m => Math.Sqrt(m)));
        yield return ("c √(m ln m)", OneConstant(m => Bounds.AdlerShavitLower(m)));
        yield return ("c m^(2/3)", OneConstant(m => Math.Pow(m, 2.0 / 3)));
    }

    private static Func<IReadOnlyList<SmallestWidth>, Func<int, double>> OneConstant(Func<int, double> shape) => widths =>
    {
        var constant = Math.Exp(widths.Average(width => Math.Log(width.Units / shape(width.Features))));
        return m => constant * shape(m);
    };

    private static Chart Chart(List<SmallestWidth> widths)
    {
        var sizes = widths.GroupBy(width => width.Features).OrderBy(size => size.Key).ToArray();
        var (first, last) = (sizes[0].Key, sizes[^1].Key);
        var anchor = sizes[0].Average(width => width.Relus);
        int[] places = [.. Enumerable.Range(0, 41).Select(i => (int)(first * Math.Pow((double)last / first, i / 40.0)))];
        Curve Through(string label, Ink ink, Func<int, double> shape) =>
            new(label, ink, [.. places.Select(m => new CurvePoint(m, anchor * shape(m) / shape(first)))]);
        return new Chart
        {
            Name = "features-against-relus",
            Title = "How many ReLUs a deep circuit of m features needs",
            Note = $"Mean over {Seeds} seeds; band: 95 % confidence interval of the mean (Student t); 256 living inputs a seed through "
                + "16 layers without a threshold error",
            Caption = "Orders are drawn through the first point, so that slopes can be compared.",
            X = Axis.Doublings("features m"),
            Y = Axis.Doublings("ReLUs of a layer"),
            Columns = 1,
            Panels =
            [
                new Panel("",
                [
                    new Curve("one ReLU a gate", Palette.NaiveWidth, [new CurvePoint(first, first), new CurvePoint(last, last)]),
                    Through("m^(2/3) (paper, order)", new Ink("#CC79A7", Dash.Dashed, Width: 1.4f), m => Math.Pow(m, 2.0 / 3)),
                    Through("√(m log m) (order needed)", new Ink("#009E73", Dash.Dashed, Width: 1.4f), m => Bounds.AdlerShavitLower(m)),
                    Through("√m (order)", new Ink("#8A8A8A", Dash.Dotted, Width: 1.6f), m => Math.Sqrt(m)),
                    new Curve(
                        "smallest found", new Ink("#0072B2", Glyph: Glyph.Disc),
                        [.. sizes.Select(size => (size.Key, Relus: SeedInterval.Of(size.Select(width => (double)width.Relus))!)).Select(
                        size => new CurvePoint(size.Key, size.Relus.Value, size.Relus.Low, size.Relus.High))]),
                ]),
            ],
        };
    }

    private static SmallestWidth Parse(string line)
    {
        var cells = line.Split(',');
        double Number(int cell) => double.Parse(cells[cell], CultureInfo.InvariantCulture);
        return new SmallestWidth((int)Number(0), new Seed((ulong)Number(1)), (int)Number(2), (int)Number(3), Number(5), Number(4));
    }

    private static string Text(SmallestWidth width) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{width.Features},{width.Seed},{width.Units},{width.Relus},{width.Epsilon:F4},{width.MeanActive:F3}\n");
}
