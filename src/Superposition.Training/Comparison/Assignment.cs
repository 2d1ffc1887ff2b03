namespace Superposition.Comparison;

/// <summary>
/// The assignment of n rows to n columns with the smallest sum of costs, by shortest augmenting paths with dual potentials (Jonker and
/// Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems", 1987). At most n³ steps; where costs
/// are spread as those of neurons are, most rows find their column at once.
/// </summary>
internal static class Assignment
{
    /// <summary>The assignment of smallest total cost: for each row of an n × n matrix its column.</summary>
    /// <param name="costs">n·n finite numbers, row after row.</param>
    /// <param name="n">n, the number of rows and of columns.</param>
    public static int[] Of(ReadOnlySpan<double> costs, int n)
    {
        var (columnOf, rowOf) = (new int[n], new int[n]);
        Array.Fill(columnOf, -1);
        Array.Fill(rowOf, -1);
        var potentials = new double[n];
        ReduceColumns(costs, n, potentials, columnOf, rowOf);
        var (distances, before, isDone) = (new double[n], new int[n], new bool[n]);
        for (var row = 0; row < n; row++)
        {
            if (columnOf[row] < 0)
            {
                Augment(row, costs, n, potentials, columnOf, rowOf, distances, before, isDone);
            }
        }

        return columnOf;
    }

    /// <summary>The potential of a column is its smallest cost; that row takes it if it is free.</summary>
    private static void ReduceColumns(ReadOnlySpan<double> costs, int n, double[] potentials, int[] columnOf, int[] rowOf)
    {
        costs[..n].CopyTo(potentials);
        var least = new int[n];
        for (var row = 1; row < n; row++)
        {
            for (var column = 0; column < n; column++)
            {
                if (costs[(row * n) + column] < potentials[column])
                {
                    (potentials[column], least[column]) = (costs[(row * n) + column], row);
                }
            }
        }

        for (var column = n - 1; column >= 0; column--)
        {
            if (columnOf[least[column]] < 0)
            {
                (columnOf[least[column]], rowOf[column]) = (column, least[column]);
            }
        }
    }

    /// <summary>
    /// The shortest path of reduced costs from a free row to a free column (Dijkstra), along which assignments move by one.
    /// </summary>
    private static void Augment(
        int free, ReadOnlySpan<double> costs, int n, double[] potentials, int[] columnOf, int[] rowOf, double[] distances,
        int[] before, bool[] isDone)
    {
        Array.Clear(isDone);
        for (var column = 0; column < n; column++)
        {
            (distances[column], before[column]) = (costs[(free * n) + column] - potentials[column], free);
        }

        double shortest;
        int end;
        while (true)
        {
            (shortest, end) = (double.PositiveInfinity, -1);
            for (var column = 0; column < n; column++)
            {
                if (!isDone[column] && distances[column] < shortest)
                {
                    (shortest, end) = (distances[column], column);
                }
            }

            isDone[end] = true;
            if (rowOf[end] < 0)
            {
                break;
            }

            // What leaving the row's own column gives back.
            var row = rowOf[end];
            var costOfRow = costs.Slice(row * n, n);
            var given = shortest - (costOfRow[end] - potentials[end]);
            for (var column = 0; column < n; column++)
            {
                var through = given + costOfRow[column] - potentials[column];
                if (!isDone[column] && through < distances[column])
                {
                    (distances[column], before[column]) = (through, row);
                }
            }
        }

        for (var column = 0; column < n; column++)
        {
            if (isDone[column])
            {
                potentials[column] += distances[column] - shortest;
            }
        }

        for (var column = end; ;)
        {
            var row = before[column];
            rowOf[column] = row;
            (columnOf[row], column) = (column, columnOf[row]);
            if (row == free)
            {
                return;
            }
        }
    }
}
