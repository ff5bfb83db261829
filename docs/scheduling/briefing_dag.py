"""An Airflow DAG: every hour of a working day, one run at a time; code 12 (another run is at work) is a skip."""

from datetime import datetime, timedelta

from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator  # Airflow 3
except ImportError:
    from airflow.operators.bash import BashOperator  # Airflow 2

with DAG(
    dag_id="briefing",
    description="Briefing packs that are due",
    schedule="7 7-19 * * 1-5",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
) as dag:
    BashOperator(
        task_id="run_due",
        bash_command="/opt/briefing/bin/briefing run --due -q",
        cwd="/srv/northmere",
        skip_on_exit_code=12,
        retries=2,
        retry_delay=timedelta(minutes=20),
        execution_timeout=timedelta(hours=4),
    )
