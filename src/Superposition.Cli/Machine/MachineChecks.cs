using System.Globalization;
using System.Runtime.InteropServices;
using Superposition.Cli.Runs;
using Superposition.Cli.Sweeps;
using Superposition.Reporting.Figures;

namespace Superposition.Cli.Machine;

/// <summary>What this program needs of a machine. A new check is one function and one line.</summary>
internal static class MachineChecks
{
    private const double UsualMemory = 2.0 * (1L << 30);
    private const double UsualDisk = 1L << 30;

    /// <summary>The checks, in the order in which they are shown.</summary>
    public static IReadOnlyList<Func<MachineFinding>> All { get; } = [Tensors, Arithmetic, Threads, Memory, Disk, Figures, SlurmHere];

    private static MachineFinding Tensors() => Attempt(
        "libtorch",
        () => new MachineFinding(
            "libtorch", $"torch {Torch.Version}, 2 + 2 = {Torch.Sum(2, 2)}", Torch.Sum(2, 2) == 4 ? Health.Well : Health.Broken),
        "libtorch does not load; on Linux x64 it needs glibc 2.28 or newer and libstdc++ (Debian, Ubuntu: apt install libstdc++6 "
            + "libgomp1), elsewhere the platform's own build of libtorch.");

    private static MachineFinding Arithmetic() => new(
        "arithmetic",
        $"{Torch.Arithmetic}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}", Health.Well);

    private static MachineFinding Threads()
    {
        var limit = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        var found = $"{Wording.Count(Environment.ProcessorCount, "processor")}{(limit is null ? "" : $", OMP_NUM_THREADS={limit}")}";
        return Environment.ProcessorCount == 1
            ? new MachineFinding(
                "processors", found, Health.Odd,
                "only one processor is available to this process, so cells are computed one at a time; a container's limit (docker "
                + "--cpus) or taskset may be the cause.")
            : new MachineFinding("processors", found, Health.Well);
    }

    private static MachineFinding Memory()
    {
        double there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return there < UsualMemory
            ? new MachineFinding(
                "memory", Gigabytes(there), Health.Odd,
                "the larger experiments need about 2 GiB for each cell that is computed at a time; use --workers 1, or raise the "
                + "container's limit.")
            : new MachineFinding("memory", Gigabytes(there), Health.Well);
    }

    private static MachineFinding Disk()
    {
        var folder = Path.GetFullPath(Directory.Exists(RunList.Root) ? RunList.Root : ".");
        return Attempt(
            "disk",
            () =>
            {
                using (File.Create(Path.Combine(folder, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose))
                {
                }

                double free = new DriveInfo(folder).AvailableFreeSpace;
                return free < UsualDisk
                    ? new MachineFinding(
                        "disk", $"{Gigabytes(free)} free for {RunList.Root}/", Health.Odd,
                        "a run with its networks can take more than that; free some room, or use --out on another disk.")
                    : new MachineFinding("disk", $"{Gigabytes(free)} free for {RunList.Root}/", Health.Well);
            },
            $"nothing can be written to {folder}; go to another folder, or use --out.");
    }

    private static MachineFinding Figures() => Attempt(
        "figures",
        () =>
        {
            using var font = FigureFont.At(12);
            return new MachineFinding("figures", $"drawn in {FigureFont.Family}", font.MeasureText("ε") > 0 ? Health.Well : Health.Broken);
        },
        "figures cannot be drawn, because the drawing library does not load (Debian, Ubuntu: apt install libfontconfig1); records and "
            + "tables are written all the same.");

    private static MachineFinding SlurmHere() => SlurmQueue.Find() is not { } queue
        ? new MachineFinding("Slurm", "no sbatch on PATH", Health.Well)
        : queue.MaxArraySize is { } size
            ? new MachineFinding("Slurm", $"arrays of at most {size.ToString("N0", CultureInfo.InvariantCulture)} tasks", Health.Well)
            : new MachineFinding("Slurm", "sbatch, but scontrol does not answer", Health.Odd,
                "jobs cannot be submitted while the controller does not answer (scontrol ping); give --max-array if only scontrol is "
                + "missing.");

    private static MachineFinding Attempt(string what, Func<MachineFinding> check, string remedy)
    {
        try
        {
            return check();
        }
        catch (Exception e)
        {
            return new MachineFinding(what, Complaint.FirstLine(e), Health.Broken, remedy);
        }
    }

    private static string Gigabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 30):N1} GiB");
}
