#!/bin/bash
# An array of workers for one run: sbatch --array=1-8 deploy/slurm.sh RUN
# The run is planned elsewhere: sextant run --store "$SEXTANT_STORE" --plan-only …
# SEXTANT_STORE is the store's URL; its password is in ~/.pgpass. Keys of models are exported before sbatch.
#SBATCH --job-name=sextant
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=08:00:00
#SBATCH --signal=B:TERM@900
#SBATCH --output=sextant-%A-%a.log
set -euo pipefail
run=${1:?name the run: sbatch --array=1-8 deploy/slurm.sh RUN}
: "${SEXTANT_STORE:?set SEXTANT_STORE to the URL of the store}"
# A quarter of an hour before its time is up the worker is told to finish the tests in flight.
exec "${SEXTANT:-sextant}" worker --store "$SEXTANT_STORE" --run "$run" --max-connections "${SEXTANT_CONNECTIONS:-32}" --until-done
