using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Superposition.Tests.Cli;

/// <summary>
/// A cluster of one node on this machine: munged, slurmctld and slurmd, on loopback alone, with their files in a temporary folder. It needs
/// Debian's packages slurm-wlm and munge, and root.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SlurmCluster : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<Process> daemons = [];

    private SlurmCluster()
    {
    }

    /// <summary>Why there can be no cluster here; null when there can.</summary>
    public static string? Obstacle { get; } =
        !OperatingSystem.IsLinux() || Environment.UserName != "root" ? "a cluster is started by root on Linux only"
        : new[] { "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged", "/usr/bin/sbatch" }.FirstOrDefault(program =>
            !File.Exists(program)) is { } missing
            ? $"{missing} is missing (Debian's packages slurm-wlm and munge)" : null;

    /// <summary>What a process needs to reach the cluster.</summary>
    public Dictionary<string, string> Variables => new(StringComparer.Ordinal) { ["SLURM_CONF"] = folder["slurm.conf"] };

    /// <summary>Starts the daemons and waits until the node is idle.</summary>
    /// <param name="more">Further lines of slurm.conf.</param>
    public static async Task<SlurmCluster> Start(string more = "")
    {
        var cluster = new SlurmCluster();
        await cluster.StartDaemons(more);
        return cluster;
    }

    /// <summary>Runs one of Slurm's programs.</summary>
    public async Task<string> Ask(string program, params string[] args)
    {
        var start =
            new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["SLURM_CONF"] = folder["slurm.conf"];
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return await output + await error;
    }

    /// <summary>Waits until something is so; gives up after a while and shows the queue.</summary>
    public async Task Until(Func<Task<bool>> isSo, string what)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(200))
        {
            if (waited.Elapsed > TimeSpan.FromMinutes(15))
            {
                throw new TimeoutException($"{what} did not happen.\n{await Ask("squeue")}\n{await Ask("sinfo", "-R")}"
                    + $"\n{File.ReadAllText(folder["ctld.log"])[^2000..]}");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Ask("scancel", "--user=root");
        foreach (var daemon in daemons.AsEnumerable().Reverse())
        {
            daemon.Kill();
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }

        folder.Dispose();
    }

    private async Task StartDaemons(string more)
    {
        File.WriteAllBytes(folder["munge.key"], RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(folder["munge.key"], UnixFileMode.UserRead);
        File.SetUnixFileMode(
            folder.Path,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(folder["ctld"]);
        Directory.CreateDirectory(folder["d"]);
        var host = Dns.GetHostName().Split('.')[0];
        folder.Write("slurm.conf", $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            AuthType=auth/munge
            AuthInfo=socket={folder["munge.socket"]}
            CredType=cred/munge
            SlurmUser=root
            SlurmdUser=root
            StateSaveLocation={folder["ctld"]}
            SlurmdSpoolDir={folder["d"]}
            SlurmctldPidFile={folder["slurmctld.pid"]}
            SlurmdPidFile={folder["slurmd.pid"]}
            SlurmctldLogFile={folder["ctld.log"]}
            SlurmdLogFile={folder["d.log"]}
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SwitchType=switch/none
            MpiDefault=none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            SchedulerType=sched/backfill
            SchedulerParameters=sched_min_interval=100000
            AccountingStorageType=accounting_storage/none
            JobAcctGatherType=jobacct_gather/none
            ReturnToService=2
            KillWait=20
            CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
            NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
            PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE OverTimeLimit=0 State=UP
            {more}

            """);
        Begin("/usr/sbin/munged", "--foreground", $"--socket={folder["munge.socket"]}", $"--key-file={folder["munge.key"]}",
            $"--pid-file={folder["munge.pid"]}",
            $"--seed-file={folder["munge.seed"]}", $"--log-file={folder["munge.log"]}", "--force");
        await Until(() => Task.FromResult(File.Exists(folder["munge.socket"])), "munged");
        Begin("/usr/sbin/slurmctld", "-D", "-f", folder["slurm.conf"]);
        Begin("/usr/sbin/slurmd", "-D", "-f", folder["slurm.conf"]);
        await Until(
            async () => (await Ask("sinfo", "--noheader", "--format=%T")).Contains("idle", StringComparison.Ordinal), "an idle node");
    }

    private void Begin(string program, params string[] args)
    {
        var start =
            new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var daemon = Process.Start(start)!;
        daemon.OutputDataReceived += (_, _) => { };
        daemon.ErrorDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        daemons.Add(daemon);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
